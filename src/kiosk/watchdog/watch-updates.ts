import type { PageToWorkerMessage, WorkerToPageMessage } from '../offline/worker-messages.ts'

export type UpdateWatchOptions = {
  version: string
  /** Interval of checks for a newer version. */
  checkIntervalMs: number
  trialMs: number
  isIdle: () => boolean
  runWhenIdle: (act: () => void) => void
  /** The song is ready and frames are rendered. */
  isReady: () => boolean
  reportFault: (kind: Extract<WorkerToPageMessage, { type: 'faults' }>['kinds'][number]) => void
  reloadPage: () => void
}

/**
 * Registers the service worker, tells it when the exhibit is idle and that this version works, and reloads for updates.
 * Does nothing without service workers (untrusted certificate, private window).
 * @returns to be called periodically
 */
export function watchUpdates(options: UpdateWatchOptions, container = navigator.serviceWorker): () => void {
  if (!container) return () => {}
  let isUpdateWaiting = false
  let confirmedController: ServiceWorker | null = null
  let lastCheckedAt = Number.NEGATIVE_INFINITY
  const postMessage = (message: PageToWorkerMessage) => container.controller?.postMessage(message)
  const activateIfIdle = () => {
    if (!isUpdateWaiting || !options.isIdle()) return
    isUpdateWaiting = false
    postMessage({ type: 'idle', trial: options.trialMs })
  }
  container.addEventListener('message', ({ data }: MessageEvent<WorkerToPageMessage>) => {
    if (data.type === 'faults') data.kinds.forEach(options.reportFault)
    else if (data.type === 'waiting') {
      isUpdateWaiting = true
      activateIfIdle()
    } else if (options.isIdle()) options.reloadPage()
    else options.runWhenIdle(options.reloadPage)
  })
  void container.register('sw.js', { updateViaCache: 'none' }).catch(() => {})
  void navigator.storage?.persist?.().catch(() => false)
  container.addEventListener('controllerchange', () => postMessage({ type: 'check' }))
  return () => {
    const { controller } = container
    const isCheckDue = performance.now() - lastCheckedAt > options.checkIntervalMs
    if (controller && (isCheckDue || controller !== confirmedController) && options.isReady()) {
      confirmedController = controller
      postMessage({ type: 'alive', version: options.version })
    }
    activateIfIdle()
    if (!isCheckDue) return
    lastCheckedAt = performance.now()
    postMessage({ type: 'check' })
  }
}
