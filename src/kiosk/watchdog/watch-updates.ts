import type { FromWorker, ToWorker } from '../offline/worker-messages.ts'

export type UpdateSource = {
  version: string
  /** Milliseconds from check to check, and for a new version to prove itself. */
  check: number
  trial: number
  idle: () => boolean
  whenIdle: (act: () => void) => void
  /** The song is ready and frames are drawn. */
  lives: () => boolean
  note: (kind: Extract<FromWorker, { type: 'faults' }>['kinds'][number]) => void
  reload: () => void
}

/**
 * Lets the service worker hold the piece, and tells it when nobody is there and that this version lives. Where there can
 * be none (an untrusted certificate, a private window), the piece runs without.
 * @returns to be called again and again
 */
export function followUpdates(source: UpdateSource, container = navigator.serviceWorker): () => void {
  if (!container) return () => {}
  let waiting = false
  let told: ServiceWorker | null = null
  let checked = Number.NEGATIVE_INFINITY
  const tell = (message: ToWorker) => container.controller?.postMessage(message)
  const takeIt = () => {
    if (!waiting || !source.idle()) return
    waiting = false
    tell({ type: 'idle', trial: source.trial })
  }
  container.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === 'faults') data.kinds.forEach(source.note)
    else if (data.type === 'waiting') {
      waiting = true
      takeIt()
    } else if (source.idle()) source.reload()
    else source.whenIdle(source.reload)
  })
  void container.register('sw.js', { updateViaCache: 'none' }).catch(() => {})
  void navigator.storage?.persist?.().catch(() => false)
  container.addEventListener('controllerchange', () => tell({ type: 'check' }))
  return () => {
    const { controller } = container
    const due = performance.now() - checked > source.check
    if (controller && (due || controller !== told) && source.lives()) {
      told = controller
      tell({ type: 'alive', version: source.version })
    }
    takeIt()
    if (!due) return
    checked = performance.now()
    tell({ type: 'check' })
  }
}
