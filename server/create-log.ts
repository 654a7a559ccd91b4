import pino, { type Logger } from 'pino'
import { openLogFile } from './log-file.ts'

export type LogFormat = 'readable' | 'json' | 'silent'
export type Log = {
  logger: Logger
  /** Why the file is not written, or null. */
  fileError: () => string | null
  close: () => Promise<void>
}

type LineStream = { write: (line: string) => void }

/** Logs to the console and to files in a folder. Nobody's address or browser is in it. */
export async function openLog(folder: string, form: LogFormat): Promise<Log> {
  const file = await openLogFile(folder)
  // Whoever read the console is gone: go on without.
  process.stdout.on('error', ignoreError)
  const console: LineStream =
    form === 'readable' ? { write: (line) => process.stdout.write(formatLine(line)) } : process.stdout
  const streams = [...(form === 'silent' ? [] : [{ stream: console }]), { stream: file satisfies LineStream }]
  const nothing = () => undefined
  const logger = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { req: nothing, res: nothing } },
    pino.multistream(streams),
  )
  if (file.lastError()) logger.warn({ reason: file.lastError() }, 'the log is not written to a file')
  return {
    logger,
    fileError: file.lastError,
    close: async () => {
      await file.close()
      process.stdout.off('error', ignoreError)
    },
  }
}

const ignoreError = () => {}

/** A line a person can read: when, how bad, what. */
function formatLine(line: string): string {
  const { level, time, msg, ...rest } = JSON.parse(line)
  const more = Object.entries(rest).map(([name, value]) => `  ${name}=${JSON.stringify(value)}`)
  return `${time} ${pino.levels.labels[level] ?? level} ${msg}${more.join('')}\n`
}
