import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import roll from 'pino-roll'

/** Two weeks of days, at most 15 files of 5 MB. */
const ROTATION_OPTIONS = { frequency: 'daily', size: '5m', limit: { count: 14, removeOtherLogFiles: true } } as const
/** What waits for a disk that does not write; beyond that it is dropped. Bytes. */
const MAX_BUFFERED_BYTES = 1_000_000
/** A file that failed is opened again at most so often. Milliseconds. */
const REOPEN_INTERVAL_MS = 60_000

type RollingFile = Awaited<ReturnType<typeof roll>>

/** Log files that are rolled daily. A disk that does not take them stops nothing; they go on as soon as it does. */
export async function openLogFile(folder: string) {
  let file: RollingFile | null = null
  let trouble: string | null = null
  let tried = 0

  const failed = (error: unknown) => {
    trouble = error instanceof Error ? error.message : String(error)
  }

  async function open(): Promise<void> {
    tried = Date.now()
    try {
      await mkdir(folder, { recursive: true })
      const opening = await roll({
        file: join(folder, 'songwalk'),
        extension: '.log',
        dateFormat: 'yyyy-MM-dd',
        mkdir: true,
        maxLength: MAX_BUFFERED_BYTES,
        ...ROTATION_OPTIONS,
      })
      opening.on('error', failed)
      await once(opening, 'ready')
      opening.on('drain', () => {
        trouble = null
      })
      file = opening
      trouble = null
    } catch (error) {
      failed(error)
    }
  }

  await open()
  return {
    lastError: () => trouble,
    write(line: string): void {
      if (!file) {
        if (Date.now() - tried > REOPEN_INTERVAL_MS) void open()
        return
      }
      try {
        file.write(line)
      } catch (error) {
        // It was lost while it was rolled.
        failed(error)
        file = null
      }
    },
    async close(): Promise<void> {
      const ending = file
      file = null
      if (!ending || ending.destroyed || trouble) return ending?.destroy()
      await new Promise<void>((resolve) => {
        ending.once('close', () => resolve())
        ending.once('error', () => resolve())
        ending.end()
      })
    },
  }
}
