import type { WebGLRenderer } from 'three'
import { yieldToNextTask } from '../../audio/yield-to-main.ts'

/** Asks for what each compiled shader has, in tasks of their own; the first frame would ask for all of them at once. */
export async function linkPrograms({ info }: WebGLRenderer, { signal }: { signal: AbortSignal }): Promise<void> {
  for (const program of [...(info.programs ?? [])]) {
    await yieldToNextTask()
    if (signal.aborted) return
    program.getUniforms()
    program.getAttributes()
  }
}
