import pino, { type Logger } from 'pino'
import { openLogFile } from './log-file.ts'

export type LogForm = 'readable' | 'json' | 'silent'
export type Log = {
  logger: Logger
  /** Why the file is not written, or null. */
  trouble: () => string | null
  close: () => Promise<void>
}

type Stream = { write: (line: string) => void }

/** Logs to the console and to files in a folder. Nobody's address or browser is in it. */
export async function openLog(folder: string, form: LogForm): Promise<Log> {
  const file = await openLogFile(folder)
  // Whoever read the console is gone: go on without.
  process.stdout.on('error', ignore)
  const console: Stream =
    form === 'readable' ? { write: (line) => process.stdout.write(readable(line)) } : process.stdout
  const streams = [...(form === 'silent' ? [] : [{ stream: console }]), { stream: file satisfies Stream }]
  const nothing = () => undefined
  const logger = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { req: nothing, res: nothing } },
    pino.multistream(streams),
  )
  if (file.trouble()) logger.warn({ reason: file.trouble() }, 'the log is not written to a file')
  return {
    logger,
    trouble: file.trouble,
    close: async () => {
      await file.close()
      process.stdout.off('error', ignore)
    },
  }
}

const ignore = () => {}

/** A line a person can read: when, how bad, what. */
function readable(line: string): string {
  const { level, time, msg, ...rest } = JSON.parse(line)
  const more = Object.entries(rest).map(([name, value]) => `  ${name}=${JSON.stringify(value)}`)
  return `${time} ${pino.levels.labels[level] ?? level} ${msg}${more.join('')}\n`
}
