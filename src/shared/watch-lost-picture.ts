/** Milliseconds in which browsers restore a lost WebGL context, if they do. */
const RESTORE_TIMEOUT_MS = 8000

/** Calls `onLost` if the canvas has lost its WebGL context for good. three.js asks for it back and uploads all again. */
export function watchLostPicture(canvas: HTMLCanvasElement, onLost: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  canvas.addEventListener('webglcontextlost', () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      // A removed canvas has released its context itself.
      if (canvas.isConnected) onLost()
    }, RESTORE_TIMEOUT_MS)
  })
  canvas.addEventListener('webglcontextrestored', () => clearTimeout(timer))
}
