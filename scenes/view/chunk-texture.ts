import { DataTexture, FloatType, RGBAFormat } from 'three'
import type { Live } from '../state/frame-state.ts'

/** Texels in a row of the table; two a chunk. */
export const TABLE_WIDTH = 512

const rowsFor = (count: number) => Math.max(1, Math.ceil((count * 2) / TABLE_WIDTH))

const tableOf = (numbers: Float32Array<ArrayBuffer>) =>
  new DataTexture(numbers, TABLE_WIDTH, numbers.length / 4 / TABLE_WIDTH, RGBAFormat, FloatType)

/** What all materials that draw chunks are told each frame, sent to the GPU once for all of them. */
export class Looks {
  /** Two texels a chunk: x, y, z, glow; heard and three that are free. */
  private numbers = new Float32Array(TABLE_WIDTH * 4)
  readonly uniforms = {
    chunks: { value: tableOf(this.numbers) },
    level: { value: 0 },
    hovered: { value: -1 },
    trustLook: { value: 0 },
    scale: { value: 1 },
    daylight: { value: 0 },
  }
  private generation = -1

  constructor(private readonly live: Live) {}

  paint(): void {
    const { live, uniforms } = this
    if (this.generation !== live.generation) this.rebuild()
    const { numbers } = this
    const { place, glow, heard, count } = live
    for (let i = 0; i < count; i++) {
      const o = i * 8
      numbers[o] = place[i * 3] as number
      numbers[o + 1] = place[i * 3 + 1] as number
      numbers[o + 2] = place[i * 3 + 2] as number
      numbers[o + 3] = glow[i] as number
      numbers[o + 4] = heard[i] as number
    }
    uniforms.chunks.value.needsUpdate = true
    // A box that breathes with the music is motion too.
    uniforms.level.value = live.reducedMotion ? 0 : live.level
    uniforms.hovered.value = live.hovered
    uniforms.trustLook.value = live.trustLook
    uniforms.scale.value = live.placement.scale
    uniforms.daylight.value = live.daylight
  }

  private rebuild(): void {
    this.generation = this.live.generation
    this.uniforms.chunks.value.dispose()
    this.numbers = new Float32Array(TABLE_WIDTH * rowsFor(this.live.count) * 4)
    this.uniforms.chunks.value = tableOf(this.numbers)
  }

  dispose(): void {
    this.uniforms.chunks.value.dispose()
  }
}
