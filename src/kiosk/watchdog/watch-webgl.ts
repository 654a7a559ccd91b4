export type WebGLWatchOptions = {
  /** Where canvases are; their events are caught on the way down. */
  target: EventTarget
  schedule: (callback: () => void, milliseconds: number) => number
  cancel: (timer: number) => void
  /** The room is drawn again. */
  isRendering: () => boolean
  /** A headset's session does not survive its context. */
  endXRSession: () => void
  reportFault: () => void
  reloadPage: () => void
}

/** A lost WebGL context is asked back; three.js sends everything to the new one. If none comes, or nothing is drawn: anew. */
export function watchWebGLContext(options: WebGLWatchOptions, restoreTimeoutMs: number): void {
  let lostCanvas: EventTarget | null = null
  let timer = 0
  const scheduleOnly = (callback: () => void) => {
    options.cancel(timer)
    timer = options.schedule(callback, restoreTimeoutMs)
  }
  options.target.addEventListener(
    'webglcontextlost',
    (event) => {
      // Otherwise it would never come back.
      event.preventDefault()
      // A canvas that is gone has given its context back by itself.
      if (lostCanvas === event.target || (event.target as Node | null)?.isConnected === false) return
      lostCanvas = event.target
      options.reportFault()
      options.endXRSession()
      scheduleOnly(options.reloadPage)
    },
    { capture: true },
  )
  options.target.addEventListener(
    'webglcontextrestored',
    (event) => {
      if (event.target !== lostCanvas) return
      lostCanvas = null
      scheduleOnly(() => {
        if (!options.isRendering()) options.reloadPage()
      })
    },
    { capture: true },
  )
}
