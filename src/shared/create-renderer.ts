import { WebGLRenderer, type WebGLRendererParameters } from 'three'
import { yieldToNextTask } from '../../audio/yield-to-main.ts'
import { gpuStart } from './start-gpu.ts'
import { waitForGpu } from './wait-for-gpu.ts'

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
    if (context) {
      await waitForGpu(context)
      // The first question takes a tenth of a second on a slow CPU, in a task of its own.
      context.getSupportedExtensions()
      await yieldToNextTask()
    }
    return new WebGLRenderer({ ...defaults, ...attributes, ...(context ? { context } : {}) })
  } catch (error) {
    console.warn('No WebGL:', error)
    onFail()
    return new Promise(() => {})
  }
}
