declare module 'pino-roll' {
  import type { destination } from 'pino'

  type SonicBoom = ReturnType<typeof destination>

  /** A file that is begun anew every day and at a size; those beyond `limit` are removed. */
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
