import type { Camera, Object3D, WebGLRenderer } from 'three'
import { yieldToNextTask } from '../../audio/yield-to-main.ts'
import { waitForGpu } from './wait-for-gpu.ts'

/** Milliseconds after which frames are drawn with shaders that are still compiled. */
const MAX_COMPILE_WAIT_MS = 1500
/** Milliseconds of work after which other tasks get their turn. */
const MAX_TASK_MS = 40

/** Compiles all shaders of a scene, and asks what each has; the first frame would do all of it in one long task. */
export async function compilePrograms(
  renderer: WebGLRenderer,
  scene: Object3D,
  camera: Camera,
  signal: AbortSignal,
): Promise<void> {
  const { extensions, info } = renderer
  if (extensions.has('KHR_parallel_shader_compile'))
    await Promise.race([
      renderer.compileAsync(scene, camera),
      new Promise((resolve) => setTimeout(resolve, MAX_COMPILE_WAIT_MS)),
    ])
  else {
    renderer.compile(scene, camera)
    await waitForGpu(renderer.getContext() as WebGL2RenderingContext)
  }
  let taskStart = performance.now()
  for (const program of [...(info.programs ?? [])]) {
    if (performance.now() - taskStart > MAX_TASK_MS) {
      await yieldToNextTask()
      taskStart = performance.now()
    }
    if (signal.aborted) return
    program.getUniforms()
    program.getAttributes()
  }
}
