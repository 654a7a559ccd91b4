import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import roll from 'pino-roll'

/** Two weeks, at most 15 files of 5 MB. */
const ROTATION_OPTIONS = { frequency: 'daily', size: '5m', limit: { count: 14, removeOtherLogFiles: true } } as const
/** Lines that wait for a slow disk; further lines are dropped. */
const MAX_BUFFERED_BYTES = 1_000_000
/** Between attempts to open a file that failed. */
const REOPEN_INTERVAL_MS = 60_000

type RollingFile = Awaited<ReturnType<typeof roll>>

/** Log files that rotate daily. While the disk refuses writes, lines are lost and the server goes on. */
export async function openLogFile(folder: string) {
  let file: RollingFile | null = null
  let errorMessage: string | null = null
  let openedAt = 0

  const setError = (error: unknown) => {
    errorMessage = error instanceof Error ? error.message : String(error)
  }

  async function open(): Promise<void> {
    openedAt = Date.now()
    try {
      await mkdir(folder, { recursive: true })
      const opened = await roll({
        file: join(folder, 'songwalk'),
        extension: '.log',
        dateFormat: 'yyyy-MM-dd',
        mkdir: true,
        maxLength: MAX_BUFFERED_BYTES,
        ...ROTATION_OPTIONS,
      })
      opened.on('error', setError)
      await once(opened, 'ready')
      opened.on('drain', () => {
        errorMessage = null
      })
      file = opened
      errorMessage = null
    } catch (error) {
      setError(error)
    }
  }

  await open()
  return {
    lastError: () => errorMessage,
    write(line: string): void {
      if (!file) {
        if (Date.now() - openedAt > REOPEN_INTERVAL_MS) void open()
        return
      }
      try {
        file.write(line)
      } catch (error) {
        // The file was lost during its rotation.
        setError(error)
        file = null
      }
    },
    async close(): Promise<void> {
      const closing = file
      file = null
      if (!closing || closing.destroyed || errorMessage) return closing?.destroy()
      await new Promise<void>((resolve) => {
        closing.once('close', () => resolve())
        closing.once('error', () => resolve())
        closing.end()
      })
    },
  }
}
