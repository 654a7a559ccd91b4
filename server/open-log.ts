import pino, { type Logger } from 'pino'
import { openLogFile } from './log-file.ts'
import { createMessageRateLimit } from './message-rate-limit.ts'

export type LogFormat = 'readable' | 'json' | 'silent'
export type Log = {
  logger: Logger
  /** Why the file is not written, or null. */
  fileError: () => string | null
  close: () => Promise<void>
}

/** Beyond it lines are lost, whatever makes them: the files must keep their size. */
const MAX_BYTES_PER_S = 20_000

type LineStream = { write: (line: string) => void }

/** Logs to the console in a format, and as JSON to files in a folder. Addresses and browsers are not logged. */
export async function openLog(folder: string, format: LogFormat): Promise<Log> {
  const file = await openLogFile(folder)
  // Without a reader of the console, the server goes on.
  process.stdout.on('error', ignoreError)
  const console: LineStream =
    format === 'readable' ? { write: (line) => process.stdout.write(formatLine(line)) } : process.stdout
  const mayWrite = createMessageRateLimit(MAX_BYTES_PER_S)
  const limit = (stream: LineStream): LineStream => ({
    write: (line) => {
      if (mayWrite(performance.now(), line.length) === 'fine') stream.write(line)
    },
  })
  const streams = [...(format === 'silent' ? [] : [{ stream: console }]), { stream: file satisfies LineStream }]
  const omit = () => undefined
  const logger = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { req: omit, res: omit } },
    pino.multistream(streams.map(({ stream }) => ({ stream: limit(stream) }))),
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

/** A line of JSON for people: time, level, message, other fields. */
function formatLine(line: string): string {
  const { level, time, msg, ...rest } = JSON.parse(line)
  const fields = Object.entries(rest).map(([name, value]) => `  ${name}=${JSON.stringify(value)}`)
  return `${time} ${pino.levels.labels[level] ?? level} ${msg}${fields.join('')}\n`
}
