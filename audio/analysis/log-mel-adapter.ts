import { computeDigitReversal } from '../dsp/fft.ts'
import { createSingleTwiddles, createStageTwiddles } from '../dsp/single-fft.ts'
import { openKernelMemory } from '../dsp/wasm-kernels.ts'
import type { Samples } from '../units.ts'
import type { LogMel, LogMelConfig } from './log-mel.ts'

/** Bytes of a float, and of the vectors of one complex number. */
const BYTES_PER_FLOAT = 4
const BYTES_PER_COMPLEX_VECTOR = 32
/** Frames that run together. */
const SIMD_LANES = 4

/** Log-mel frames by the SIMD kernel, four frames at a time, bit for bit those of plain TypeScript. */
export function createSimdLogMel({ window, filters }: LogMelConfig, length: Samples, batch: number): LogMel {
  const size = window.length
  const half = size / 2
  const bands = filters.first.length
  const tables = 3 * size + 2 * half + filters.weights.length + 2 * bands
  const work = BYTES_PER_COMPLEX_VECTOR * (half + 1)
  const arena = openKernelMemory(BYTES_PER_FLOAT * (length + batch * (bands + 2) + tables) + work + 512)
  const { kernels, f32, i32, putF32, putI32 } = arena
  const input = f32(length)
  const starts = i32(batch)
  const byteStarts = i32(batch + SIMD_LANES)
  const decibels = f32(batch * bands)
  const weighing = putF32(window)
  const places = putI32(computeDigitReversal(half / 4).map((place) => 4 * place * BYTES_PER_COMPLEX_VECTOR))
  const turns = putF32(createStageTwiddles(half, 4, 1))
  const { cos, sin } = createSingleTwiddles(size)
  const splitTurns = putF32(Float32Array.from({ length: half + 2 }, (_, i) => (i % 2 === 0 ? cos : sin)[i >> 1]!))
  const first = putI32(filters.first)
  const offset = putI32(filters.offset)
  const weights = putF32(filters.weights)
  const workspace = f32(work / BYTES_PER_FLOAT).byteOffset
  const run: LogMel['run'] = (frames) => {
    // Lanes that are left over take the last frame once more.
    for (let t = 0; t < frames + SIMD_LANES; t++) byteStarts[t] = starts[Math.min(t, frames - 1)]! * BYTES_PER_FLOAT
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
