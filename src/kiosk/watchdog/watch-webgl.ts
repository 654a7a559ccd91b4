export type WebGLWatchOptions = {
  /** Where canvases are; their events are caught on the way down. */
  target: EventTarget
  schedule: (act: () => void, milliseconds: number) => number
  cancel: (timer: number) => void
  /** The room is drawn again. */
  isRendering: () => boolean
  /** A headset's session does not survive its context. */
  endXRSession: () => void
  reportFault: () => void
  reloadPage: () => void
}

/** A lost WebGL context is asked back; three.js sends everything to the new one. If none comes, or nothing is drawn: anew. */
export function watchWebGLContext(source: WebGLWatchOptions, patience: number): void {
  let lost: EventTarget | null = null
  let timer = 0
  const soon = (act: () => void) => {
    source.cancel(timer)
    timer = source.schedule(act, patience)
  }
  source.target.addEventListener(
    'webglcontextlost',
    (event) => {
      // Otherwise it would never come back.
      event.preventDefault()
      // A canvas that is gone has given its context back by itself.
      if (lost === event.target || (event.target as Node | null)?.isConnected === false) return
      lost = event.target
      source.reportFault()
      source.endXRSession()
      soon(source.reloadPage)
    },
    { capture: true },
  )
  source.target.addEventListener(
    'webglcontextrestored',
    (event) => {
      if (event.target !== lost) return
      lost = null
      soon(() => {
        if (!source.isRendering()) source.reloadPage()
      })
    },
    { capture: true },
  )
}
