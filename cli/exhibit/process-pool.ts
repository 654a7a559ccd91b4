import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Seconds } from '../../audio/units.ts'

/** `keep`: where the analyzed song goes; null: it is only listened to. */
export type SongJob = { path: string; name: string; sha256: string; keep: string | null }
export type Heard = { duration: Seconds }
/** `code`: the system's error, '' for a bug, null where the sentence is meant for people. */
export type Refusal = { sentence: string; code: string | null }
/** From a process of the crew. */
export type SongNews = { percent: number } | { heard: Heard } | { refused: Refusal }
export type SongEvents = {
  begun: (i: number) => void
  percent: (i: number, percent: number) => void
  done: (i: number) => void
}

/** An hour of song takes about so much. */
const memory = 1.5e9
const start = (): ChildProcess => fork(program, { execArgv: ['--import', import.meta.resolve('tsx')] })
const program = join(import.meta.dirname, 'song-process.ts')

/**
 * Does jobs in processes of their own, one a core: a decoder that crashes on a broken file takes nothing with it.
 * @returns what each came to, in order
 * @throws the signal's reason once it is aborted; all processes are ended then
 */
export async function workTogether(
  jobs: readonly SongJob[],
  events: Partial<SongEvents>,
  signal: AbortSignal,
): Promise<(Heard | Refusal)[]> {
  const results: (Heard | Refusal)[] = []
  let next = 0
  const member = async (): Promise<void> => {
    let child = start()
    try {
      while (next < jobs.length && !signal.aborted) {
        const i = next++
        // One that has crashed is replaced.
        if (!child.connected) child = start()
        events.begun?.(i)
        results[i] = await work(child, jobs[i] as SongJob, (percent) => events.percent?.(i, percent), signal)
        events.done?.(i)
      }
    } finally {
      await endOf(child)
    }
  }
  const members = Math.min(jobs.length, availableParallelism(), Math.max(1, Math.floor(totalmem() / memory)))
  await Promise.all(Array.from({ length: members }, member))
  signal.throwIfAborted()
  return results
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

function work(
  child: ChildProcess,
  job: SongJob,
  onPercent: (percent: number) => void,
  signal: AbortSignal,
): Promise<Heard | Refusal> {
  return new Promise((resolve) => {
    const end = (result: Heard | Refusal) => {
      child.removeAllListeners()
      signal.removeEventListener('abort', stop)
      resolve(result)
    }
    const stop = () => end({ sentence: 'was stopped.', code: null })
    child.on('message', (news: SongNews) => {
      if ('percent' in news) onPercent(news.percent)
      else end('heard' in news ? news.heard : news.refused)
    })
    child.once('error', ({ message }) => end({ sentence: message, code: '' }))
    child.once('exit', (code, by) =>
      end({ sentence: `ended the program that read it (${by ?? code}); is there too little memory?`, code: null }),
    )
    signal.addEventListener('abort', stop)
    child.send(job)
  })
}
