import type { PageToWorkerMessage, WorkerToPageMessage } from '../offline/worker-messages.ts'

export type UpdateWatchOptions = {
  version: string
  /** Milliseconds from check to check, and for a new version to prove itself. */
  checkIntervalMs: number
  trialMs: number
  isIdle: () => boolean
  runWhenIdle: (act: () => void) => void
  /** The song is ready and frames are drawn. */
  isReady: () => boolean
  reportFault: (kind: Extract<WorkerToPageMessage, { type: 'faults' }>['kinds'][number]) => void
  reloadPage: () => void
}

/**
 * Lets the service worker hold the piece, and tells it when nobody is there and that this version lives. Where there can
 * be none (an untrusted certificate, a private window), the piece runs without.
 * @returns to be called again and again
 */
export function watchUpdates(source: UpdateWatchOptions, container = navigator.serviceWorker): () => void {
  if (!container) return () => {}
  let waiting = false
  let told: ServiceWorker | null = null
  let checked = Number.NEGATIVE_INFINITY
  const tell = (message: PageToWorkerMessage) => container.controller?.postMessage(message)
  const takeIt = () => {
    if (!waiting || !source.isIdle()) return
    waiting = false
    tell({ type: 'idle', trial: source.trialMs })
  }
  container.addEventListener('message', ({ data }: MessageEvent<WorkerToPageMessage>) => {
    if (data.type === 'faults') data.kinds.forEach(source.reportFault)
    else if (data.type === 'waiting') {
      waiting = true
      takeIt()
    } else if (source.isIdle()) source.reloadPage()
    else source.runWhenIdle(source.reloadPage)
  })
  void container.register('sw.js', { updateViaCache: 'none' }).catch(() => {})
  void navigator.storage?.persist?.().catch(() => false)
  container.addEventListener('controllerchange', () => tell({ type: 'check' }))
  return () => {
    const { controller } = container
    const due = performance.now() - checked > source.checkIntervalMs
    if (controller && (due || controller !== told) && source.isReady()) {
      told = controller
      tell({ type: 'alive', version: source.version })
    }
    takeIt()
    if (!due) return
    checked = performance.now()
    tell({ type: 'check' })
  }
}
