import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Seconds } from '../../audio/units.ts'

/** `keep`: where the analyzed song goes; null: it is only listened to. */
export type SongJob = { path: string; name: string; sha256: string; outputPath: string | null }
export type SongResult = { duration: Seconds }
/** `code`: the system's error, '' for a bug, null where the sentence is meant for people. */
export type SongFailure = { sentence: string; code: string | null }
/** From a process of the crew. */
export type SongMessage = { percent: number } | { result: SongResult } | { failure: SongFailure }
export type PoolEvents = {
  onStart: (i: number) => void
  onPercent: (i: number, percent: number) => void
  onDone: (i: number) => void
}

/** An hour of song takes about so much. */
const MEMORY_PER_PROCESS_BYTES = 1.5e9
const startProcess = (): ChildProcess =>
  fork(PROCESS_MODULE_PATH, { execArgv: ['--import', import.meta.resolve('tsx')] })
const PROCESS_MODULE_PATH = join(import.meta.dirname, 'song-process.ts')

/**
 * Does jobs in processes of their own, one a core: a decoder that crashes on a broken file takes nothing with it.
 * @returns what each came to, in order
 * @throws the signal's reason once it is aborted; all processes are ended then
 */
export async function runInProcessPool(
  jobs: readonly SongJob[],
  events: Partial<PoolEvents>,
  signal: AbortSignal,
): Promise<(SongResult | SongFailure)[]> {
  const results: (SongResult | SongFailure)[] = []
  let next = 0
  const member = async (): Promise<void> => {
    let child = startProcess()
    try {
      while (next < jobs.length && !signal.aborted) {
        const i = next++
        // One that has crashed is replaced.
        if (!child.connected) child = startProcess()
        events.onStart?.(i)
        results[i] = await runJob(child, jobs[i] as SongJob, (percent) => events.onPercent?.(i, percent), signal)
        events.onDone?.(i)
      }
    } finally {
      await killProcess(child)
    }
  }
  const members = Math.min(
    jobs.length,
    availableParallelism(),
    Math.max(1, Math.floor(totalmem() / MEMORY_PER_PROCESS_BYTES)),
  )
  await Promise.all(Array.from({ length: members }, member))
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
    const stop = () => end({ sentence: 'was stopped.', code: null })
    child.on('message', (news: SongMessage) => {
      if ('percent' in news) onPercent(news.percent)
      else end('result' in news ? news.result : news.failure)
    })
    child.once('error', ({ message }) => end({ sentence: message, code: '' }))
    child.once('exit', (code, by) =>
      end({ sentence: `ended the program that read it (${by ?? code}); is there too little memory?`, code: null }),
    )
    signal.addEventListener('abort', stop)
    child.send(job)
  })
}
