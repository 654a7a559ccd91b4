import { WebGLRenderer, type WebGLRendererParameters } from 'three'
import { gpuStart } from './start-gpu.ts'

/** Milliseconds after which a GPU that does not answer is waited for by the renderer itself. */
const MAX_GPU_WAIT_MS = 2000
const GPU_POLL_INTERVAL_MS = 4

/** Resolves once the GPU has begun to work: until then the first question to it would block the page. */
async function waitForGpu(gl: WebGL2RenderingContext): Promise<void> {
  const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)
  if (!sync) return
  gl.flush()
  const deadline = performance.now() + MAX_GPU_WAIT_MS
  while (gl.getSyncParameter(sync, gl.SYNC_STATUS) !== gl.SIGNALED && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, GPU_POLL_INTERVAL_MS))
  gl.deleteSync(sync)
}

/** Never resolves without WebGL, whose canvas `onFail` replaces: an error here would only reach the console. */
export async function createRenderer(
  defaults: WebGLRendererParameters & { canvas: HTMLCanvasElement },
  onFail: () => void,
): Promise<WebGLRenderer> {
  const attributes = { alpha: true, antialias: true, powerPreference: 'high-performance' } as const
  await gpuStart
  try {
    // The attributes that three.js itself would ask for.
    const context = defaults.canvas.getContext('webgl2', { ...attributes, stencil: false, depth: true })
    if (context) await waitForGpu(context)
    return new WebGLRenderer({ ...defaults, ...attributes, ...(context ? { context } : {}) })
  } catch (error) {
    console.warn('No WebGL:', error)
    onFail()
    return new Promise(() => {})
  }
}
