/** A worker's script failed to load or threw an error, or a message could not be read. */
export class WorkerCrashError extends Error {
  override readonly name = 'WorkerCrashError'
}

/** Whether a worker crash is the error or one of its causes. */
export function isWorkerCrash(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof WorkerCrashError) return true
  return false
}

const crashListeners = new Set<() => void>()

/** Calls `listener` once for each worker of this page that crashes. */
export const addWorkerCrashListener = (listener: () => void): void => void crashListeners.add(listener)

export type StartedWorker = {
  worker: Worker
  /** Rejects with WorkerCrashError or the signal's reason; never resolves. */
  failure: Promise<never>
  /** Terminates the worker. */
  stop: () => void
  /** Stops watching the worker, which goes on. */
  release: () => void
}

/** @param worker just created; Vite bundles a worker's script only for a literal `new Worker(new URL(...))` */
export function startWorker(worker: Worker, signal?: AbortSignal): StartedWorker {
  const ended = new AbortController()
  const options = { once: true, signal: ended.signal }
  const failure = new Promise<never>((_, reject) => {
    const handleCrash = (event: Event) => {
      ended.abort()
      reject(new WorkerCrashError((event as Partial<ErrorEvent>).message ?? 'unreadable message'))
      for (const listener of crashListeners) listener()
    }
    worker.addEventListener('error', handleCrash, options)
    worker.addEventListener('messageerror', handleCrash, options)
    signal?.addEventListener('abort', () => reject(signal.reason), options)
  })
  // It may fail while nothing awaits it.
  failure.catch(() => {})
  const stop = () => {
    ended.abort()
    worker.terminate()
  }
  return { worker, failure, stop, release: () => ended.abort() }
}
