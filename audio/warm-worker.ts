import * as Comlink from 'comlink'

/** A worker with the one proxy of its service: when a proxy is garbage collected, its worker stops listening. */
export type ServedWorker<Service> = { worker: Worker; service: Comlink.Remote<Service> }

/** A worker that is started before it is needed; its script is loaded and compiled by then. */
export type WarmWorker<Service> = {
  /** Starts a worker if none is waiting. */
  warm: () => void
  /** The waiting worker, or a new one. */
  take: () => ServedWorker<Service>
  /** Gives back a worker that is idle; it waits for the next job, or ends if one waits already. */
  giveBack: (idle: ServedWorker<Service>) => void
}

/** @param create calls `new Worker(new URL(...))`; Vite bundles a worker's script only for that literal */
export function createWarmWorker<Service>(create: () => Worker): WarmWorker<Service> {
  let waiting: ServedWorker<Service> | null = null
  const start = (): ServedWorker<Service> => {
    const worker = create()
    // A crashed worker would never answer.
    worker.addEventListener('error', () => {
      if (waiting?.worker === worker) waiting = null
    })
    return { worker, service: Comlink.wrap<Service>(worker) }
  }
  return {
    warm: () => {
      waiting ??= start()
    },
    take: () => {
      const taken = waiting ?? start()
      waiting = null
      return taken
    },
    giveBack: (idle) => {
      if (waiting) idle.worker.terminate()
      else waiting = idle
    },
  }
}
