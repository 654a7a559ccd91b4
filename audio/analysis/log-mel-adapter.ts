import { digitReversal } from '../dsp/fft.ts'
import { singleRoots, stageTurns } from '../dsp/single-fft.ts'
import { openArena } from '../dsp/wasm-kernels.ts'
import type { Samples } from '../units.ts'
import type { LogMel, MelShape } from './log-mel.ts'

/** Bytes of a float, and of the vectors of one complex number. */
const float = 4
const complex = 32
/** Frames that run together. */
const lanes = 4

/** Log-mel frames by the SIMD kernel, four frames at a time, bit for bit those of plain TypeScript. */
export function kernelLogMel({ window, filters }: MelShape, length: Samples, batch: number): LogMel {
  const size = window.length
  const half = size / 2
  const bands = filters.first.length
  const tables = 3 * size + 2 * half + filters.weights.length + 2 * bands
  const work = complex * (half + 1)
  const arena = openArena(float * (length + batch * (bands + 2) + tables) + work + 512)
  const { kernels, f32, i32, putF32, putI32 } = arena
  const input = f32(length)
  const starts = i32(batch)
  const byteStarts = i32(batch + lanes)
  const decibels = f32(batch * bands)
  const weighing = putF32(window)
  const places = putI32(digitReversal(half / 4).map((place) => 4 * place * complex))
  const turns = putF32(stageTurns(half, 4, 1))
  const { cos, sin } = singleRoots(size)
  const splitTurns = putF32(
    Float32Array.from({ length: half + 2 }, (_, i) => (i % 2 === 0 ? cos : sin)[i >> 1] as number),
  )
  const first = putI32(filters.first)
  const offset = putI32(filters.offset)
  const weights = putF32(filters.weights)
  const workspace = f32(work / float).byteOffset
  const run: LogMel['run'] = (frames) => {
    // Lanes that are left over take the last frame once more.
    for (let t = 0; t < frames + lanes; t++) byteStarts[t] = (starts[Math.min(t, frames - 1)] as number) * float
    return kernels.logMel(
      input.byteOffset,
      byteStarts.byteOffset,
      frames,
      decibels.byteOffset,
      bands,
      size,
      weighing,
      places,
      turns,
      splitTurns,
      first,
      offset,
      weights,
      workspace,
    )
  }
  return { input, starts, decibels, run }
}
