import { DataTexture, FloatType, RGBAFormat, Vector2 } from 'three'
import type { FrameState } from '../state/frame-state.ts'

/** Texels per row; each chunk has two. */
export const CHUNK_TEXTURE_WIDTH = 512

const countRows = (count: number) => Math.max(1, Math.ceil((count * 2) / CHUNK_TEXTURE_WIDTH))

const createTexture = (texels: Float32Array<ArrayBuffer>) =>
  new DataTexture(texels, CHUNK_TEXTURE_WIDTH, texels.length / 4 / CHUNK_TEXTURE_WIDTH, RGBAFormat, FloatType)

/** The per-frame state of all chunks, as a texture and uniforms that every material of chunks shares. */
export class ChunkTexture {
  /** Per chunk: x, y, z, glow | played, progress, edge of its cube, 0. */
  private texels = new Float32Array(CHUNK_TEXTURE_WIDTH * 4)
  readonly uniforms = {
    chunks: { value: createTexture(this.texels) },
    level: { value: 0 },
    hovered: { value: -1 },
    trustAmount: { value: 0 },
    scale: { value: 1 },
    /** Height of the room's floor, in the song's space. */
    floorHeight: { value: 0 },
    daylight: { value: 0 },
    /** Seconds of the song between which the path is shown. */
    shown: { value: new Vector2() },
  }
  private generation = -1

  constructor(private readonly frameState: FrameState) {}

  update(): void {
    const { frameState, uniforms } = this
    if (this.generation !== frameState.boxes.generation) this.rebuild()
    const { texels } = this
    const { position, glow, played, progress, edgeLength, count } = frameState.boxes
    for (let i = 0; i < count; i++) {
      const o = i * 8
      texels[o] = position[i * 3]!
      texels[o + 1] = position[i * 3 + 1]!
      texels[o + 2] = position[i * 3 + 2]!
      texels[o + 3] = glow[i]!
      texels[o + 4] = played[i]!
      texels[o + 5] = progress[i]!
      texels[o + 6] = edgeLength[i]!
    }
    uniforms.chunks.value.needsUpdate = true
    // With reduced motion boxes do not pulse with the level.
    uniforms.level.value = frameState.viewer.reducedMotion ? 0 : frameState.playhead.level
    uniforms.hovered.value = frameState.pointer.hoveredChunk
    uniforms.trustAmount.value = frameState.boxes.trustAmount
    uniforms.scale.value = frameState.placement.scale
    uniforms.floorHeight.value = -frameState.placement.y / frameState.placement.scale
    uniforms.daylight.value = frameState.ar.daylight
    const { stretch, curve } = frameState.path
    uniforms.shown.value.set(stretch.from, stretch.to).divideScalar(curve.metersPerSecond)
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
