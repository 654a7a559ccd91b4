import GpuWorker from './gpu-worker.ts?worker&inline'

/** Milliseconds after which the page makes its WebGL context without waiting any longer for a worker's. */
const MAX_GPU_START_MS = 3000

/** Lets a worker make the first WebGL context: while the browser starts its GPU process, whoever asks is blocked. */
function startGpu(): Promise<void> {
  if (typeof OffscreenCanvas === 'undefined') return Promise.resolve()
  return new Promise((resolve) => {
    const worker = new GpuWorker()
    const end = () => {
      clearTimeout(timer)
      worker.terminate()
      resolve()
    }
    const timer = setTimeout(end, MAX_GPU_START_MS)
    worker.onmessage = end
    // Without a context there, the page's own tells what is missing.
    worker.onerror = end
  })
}

/** Resolves when a WebGL context is made without blocking the page for long. */
export const gpuStart = startGpu()
