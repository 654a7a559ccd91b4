import { MAX_CAST_LIGHTS } from '../state/cast-lights.ts'
import type { FrameState } from '../state/frame-state.ts'

/** The cast lights as uniforms that boxes and floor share; those in use come first. */
export class CastLightUniforms {
  readonly uniforms = {
    castPlaces: { value: new Float32Array(MAX_CAST_LIGHTS * 4) },
    castColors: { value: new Float32Array(MAX_CAST_LIGHTS * 3) },
    castCount: { value: 0 },
  }

  constructor(private readonly frameState: FrameState) {}

  update(): void {
    const { boxes, lights } = this.frameState
    const { castPlaces, castColors, castCount } = this.uniforms
    let count = 0
    for (let k = 0; k < MAX_CAST_LIGHTS; k++) {
      const chunk = lights.chunk[k]!
      if (chunk < 0) continue
      // In the cloud only: while the boxes lie on the path, the path itself is the light.
      const strength = lights.strength[k]! * boxes.embedding.progress
      for (let axis = 0; axis < 3; axis++) {
        castPlaces.value[count * 4 + axis] = boxes.position[chunk * 3 + axis]!
        // A little white: saturated light would leave boxes of other colors dark.
        castColors.value[count * 3 + axis] = (0.85 * boxes.colors[chunk * 3 + axis]! + 0.15) * strength
      }
      castPlaces.value[count * 4 + 3] = chunk
      count++
    }
    castCount.value = count
  }
}
