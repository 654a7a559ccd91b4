export type WebGLWatchOptions = {
  /** An ancestor of the canvases; their events do not bubble and are captured. */
  target: EventTarget
  schedule: (callback: () => void, milliseconds: number) => number
  cancel: (timer: number) => void
  /** Frames are rendered with a working context. */
  isRendering: () => boolean
  /** An XR session ends with its context. */
  endXRSession: () => void
  reportFault: () => void
  reloadPage: () => void
}

/**
 * Restores a lost WebGL context; three.js uploads everything again. Reloads the page if none is restored or nothing is
 * rendered.
 */
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
      // Without this the browser does not restore the context.
      event.preventDefault()
      // A removed canvas releases its context itself.
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
