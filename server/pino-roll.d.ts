declare module 'pino-roll' {
  import type { destination } from 'pino'

  type SonicBoom = ReturnType<typeof destination>

  /** A file that rotates daily and at a size; files beyond `limit` are removed. */
  function roll(options: {
    file: string
    mkdir: boolean
    maxLength: number
    extension: string
    dateFormat: string
    frequency: 'daily'
    size: string
    limit: { count: number; removeOtherLogFiles: boolean }
  }): Promise<SonicBoom & { destroyed: boolean }>

  export = roll
}
