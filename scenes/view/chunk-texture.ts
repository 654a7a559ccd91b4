import { DataTexture, FloatType, RGBAFormat } from 'three'
import type { FrameState } from '../state/frame-state.ts'

/** Texels in a row of the table; two a chunk. */
export const CHUNK_TEXTURE_WIDTH = 512

const countRows = (count: number) => Math.max(1, Math.ceil((count * 2) / CHUNK_TEXTURE_WIDTH))

const createTexture = (numbers: Float32Array<ArrayBuffer>) =>
  new DataTexture(numbers, CHUNK_TEXTURE_WIDTH, numbers.length / 4 / CHUNK_TEXTURE_WIDTH, RGBAFormat, FloatType)

/** What all materials that draw chunks are told each frame, sent to the GPU once for all of them. */
export class ChunkTexture {
  /** Two texels a chunk: x, y, z, glow; heard and three that are free. */
  private texels = new Float32Array(CHUNK_TEXTURE_WIDTH * 4)
  readonly uniforms = {
    chunks: { value: createTexture(this.texels) },
    level: { value: 0 },
    hovered: { value: -1 },
    trustLook: { value: 0 },
    scale: { value: 1 },
    daylight: { value: 0 },
  }
  private generation = -1

  constructor(private readonly frameState: FrameState) {}

  update(): void {
    const { frameState, uniforms } = this
    if (this.generation !== frameState.boxes.generation) this.rebuild()
    const { texels: numbers } = this
    const {
      boxes: { position: place, glow, played: heard, count },
    } = frameState
    for (let i = 0; i < count; i++) {
      const o = i * 8
      numbers[o] = place[i * 3]!
      numbers[o + 1] = place[i * 3 + 1]!
      numbers[o + 2] = place[i * 3 + 2]!
      numbers[o + 3] = glow[i]!
      numbers[o + 4] = heard[i]!
    }
    uniforms.chunks.value.needsUpdate = true
    // A box that breathes with the music is motion too.
    uniforms.level.value = frameState.viewer.reducedMotion ? 0 : frameState.playhead.level
    uniforms.hovered.value = frameState.pointer.hoveredChunk
    uniforms.trustLook.value = frameState.boxes.trustAmount
    uniforms.scale.value = frameState.placement.scale
    uniforms.daylight.value = frameState.ar.daylight
  }

  private rebuild(): void {
    this.generation = this.frameState.boxes.generation
    this.uniforms.chunks.value.dispose()
    this.texels = new Float32Array(CHUNK_TEXTURE_WIDTH * countRows(this.frameState.boxes.count) * 4)
    this.uniforms.chunks.value = createTexture(this.texels)
  }

  dispose(): void {
    this.uniforms.chunks.value.dispose()
  }
}
