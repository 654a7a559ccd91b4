import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Seconds } from '../../audio/units.ts'

/** `outputPath`: of the .songwalk file to write; null: the song is only decoded. */
export type SongJob = { path: string; name: string; sha256: string; outputPath: string | null }
/** `notes`: what a curator may not know of a song, a sentence each without its name. */
export type SongResult = { duration: Seconds; notes: string[] }
/** `code`: of a system error; '' for a bug; null if the sentence is for the curator. */
export type SongFailure = { sentence: string; code: string | null }
/** From a process to the pool. */
export type SongMessage = { percent: number } | { result: SongResult } | { failure: SongFailure }
export type PoolEvents = {
  onStart: (i: number) => void
  onPercent: (i: number, percent: number) => void
  onDone: (i: number) => void
}

/** Analyzing an hour of audio takes about this. */
const MEMORY_PER_PROCESS_BYTES = 1.5e9
const startProcess = (): ChildProcess =>
  fork(PROCESS_MODULE_PATH, { execArgv: ['--import', import.meta.resolve('tsx')] })
const PROCESS_MODULE_PATH = join(import.meta.dirname, 'song-process.ts')

/**
 * Runs jobs in child processes, one for each core: native decoders can crash on damaged files. A crashed process is
 * replaced, and its job fails with the signal that ended it.
 * @returns the results in the order of the jobs
 * @throws the signal's reason once it is aborted and all processes are killed
 */
export async function runInProcessPool(
  jobs: readonly SongJob[],
  events: Partial<PoolEvents>,
  signal: AbortSignal,
): Promise<(SongResult | SongFailure)[]> {
  const results: (SongResult | SongFailure)[] = []
  let next = 0
  const runWorker = async (): Promise<void> => {
    let child = startProcess()
    try {
      while (next < jobs.length && !signal.aborted) {
        const i = next++
        if (!child.connected) child = startProcess()
        events.onStart?.(i)
        results[i] = await runJob(child, jobs[i] as SongJob, (percent) => events.onPercent?.(i, percent), signal)
        events.onDone?.(i)
      }
    } finally {
      await killProcess(child)
    }
  }
  const workerCount = Math.min(
    jobs.length,
    availableParallelism(),
    Math.max(1, Math.floor(totalmem() / MEMORY_PER_PROCESS_BYTES)),
  )
  await Promise.all(Array.from({ length: workerCount }, runWorker))
  signal.throwIfAborted()
  return results
}

async function killProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

function runJob(
  child: ChildProcess,
  job: SongJob,
  onPercent: (percent: number) => void,
  signal: AbortSignal,
): Promise<SongResult | SongFailure> {
  return new Promise((resolve) => {
    const end = (result: SongResult | SongFailure) => {
      child.removeAllListeners()
      signal.removeEventListener('abort', stop)
      resolve(result)
    }
    const stop = () => end({ sentence: 'was not finished.', code: null })
    child.on('message', (message: SongMessage) => {
      if ('percent' in message) onPercent(message.percent)
      else end('result' in message ? message.result : message.failure)
    })
    child.once('error', ({ message }) => end({ sentence: message, code: '' }))
    child.once('exit', (code, exitSignal) =>
      end({ sentence: `crashed its decoder (${exitSignal ?? code}); free some memory, or convert it.`, code: null }),
    )
    signal.addEventListener('abort', stop)
    child.send(job)
  })
}
