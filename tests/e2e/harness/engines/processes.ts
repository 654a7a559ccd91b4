import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'

/** A program that runs until `stop`. */
export interface Started {
  child: ChildProcess
  /** Resolves with the first match in its output. @throws {Error} with its output, if it ends before */
  waitForOutput(pattern: RegExp): Promise<RegExpMatchArray>
  /** Ends it with all that it has started. */
  stop(): Promise<void>
}

const START_TIMEOUT_MS = 30_000
const KILL_DELAY_MS = 3000

export function startProgram(file: string, args: string[], env: Record<string, string> = {}): Started {
  const child = spawn(file, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own can be ended as a whole.
    detached: true,
  })
  let output = ''
  const listeners = new Set<() => void>()
  const collect = (part: Buffer) => {
    // The last 20,000 characters are enough to explain a failure.
    output = (output + part).slice(-20_000)
    for (const listener of listeners) listener()
  }
  for (const stream of [child.stdout, child.stderr] as Readable[]) stream.on('data', collect)
  const ended = once(child, 'exit').catch(() => undefined)
  child.on('error', (error) => collect(Buffer.from(error.message)))
  const endGroup = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal)
    } catch {}
  }
  // A test run that is ended leaves nothing behind.
  const endAtExit = () => endGroup('SIGKILL')
  process.once('exit', endAtExit)
  return {
    child,
    waitForOutput: (pattern) =>
      new Promise((resolve, reject) => {
        const fail = (reason: string) => {
          settle()
          reject(new Error(`${file} ${reason}:\n${output}`))
        }
        const timer = setTimeout(() => fail(`did not say ${pattern} in time`), START_TIMEOUT_MS)
        const look = () => {
          const match = output.match(pattern)
          if (!match) return
          settle()
          resolve(match)
        }
        const settle = () => {
          clearTimeout(timer)
          listeners.delete(look)
        }
        listeners.add(look)
        void ended.then(() => fail('has ended'))
        look()
      }),
    stop: async () => {
      process.off('exit', endAtExit)
      endGroup('SIGTERM')
      const timer = setTimeout(endGroup, KILL_DELAY_MS, 'SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await ended
      clearTimeout(timer)
      endGroup('SIGKILL')
    },
  }
}
