import { join } from 'node:path'
import { Writable } from 'node:stream'
import pino, { type Logger } from 'pino'
import roll from 'pino-roll'

export type LogForm = 'readable' | 'json' | 'silent'
export type Log = {
  logger: Logger
  /** Why the file is not written, or null. */
  trouble: () => string | null
  close: () => Promise<void>
}

/** Two weeks of days, at most 15 files of 5 MB. */
const KEPT = { frequency: 'daily', size: '5m', limit: { count: 14, removeOtherLogFiles: true } } as const
/** What waits for a disk that does not write; beyond that it is dropped. Bytes. */
const WAITING = 1_000_000

/** Logs to the console and to files that are rolled daily; a full disk or a folder that cannot be written stops nothing. */
export async function openLog(folder: string, form: LogForm): Promise<Log> {
  let trouble: string | null = null
  const file = await openFile(folder, (message) => {
    trouble = message
  })
  const streams = [
    ...(form === 'silent' ? [] : [{ stream: form === 'json' ? process.stdout : readable() }]),
    ...(file ? [{ stream: file }] : []),
  ]
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.multistream(streams))
  if (trouble) logger.warn({ reason: trouble }, 'the log is not written to a file')
  return {
    logger,
    trouble: () => trouble,
    close: () =>
      new Promise((resolve) => {
        if (!file || file.destroyed) return resolve()
        file.once('close', resolve)
        file.once('error', () => resolve())
        file.end()
      }),
  }
}

async function openFile(folder: string, failed: (message: string | null) => void) {
  try {
    const file = await roll({
      file: join(folder, 'songwalk'),
      extension: '.log',
      dateFormat: 'yyyy-MM-dd',
      mkdir: true,
      maxLength: WAITING,
      ...KEPT,
    })
    file.on('error', (error: Error) => failed(error.message))
    file.on('drain', () => failed(null))
    return file
  } catch (error) {
    failed(error instanceof Error ? error.message : String(error))
    return null
  }
}

/** A line a person can read: when, how bad, what. */
function readable(): Writable {
  // Whoever read the console is gone: go on without.
  process.stdout.on('error', () => {})
  return new Writable({
    write(line, _, done) {
      const { level, time, msg, ...rest } = JSON.parse(String(line))
      const more = Object.entries(rest).map(([name, value]) => `  ${name}=${JSON.stringify(value)}`)
      process.stdout.write(`${time} ${pino.levels.labels[level] ?? level} ${msg}${more.join('')}\n`)
      done()
    },
  })
}
