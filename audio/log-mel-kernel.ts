import { digitReversal, roots } from './fft.ts'
import type { LogMel, MelShape } from './log-mel.ts'
import { openArena } from './simd.ts'

/** Bytes of a float, of a vector, and of a table's alignment. */
const float = 4
const vector = 16

/** Log-mel frames by the SIMD kernel, two frames at a time, bit for bit those of plain TypeScript. */
export function kernelLogMel({ hop, window, filters }: MelShape, batch: number): LogMel {
  const size = window.length
  const half = size / 2
  const bands = filters.first.length
  // An odd number of frames is read with one more.
  const samples = batch * hop + size
  const tables = 8 * (size + 4 * half + filters.weights.length + bands) + 4 * half
  const work = vector * (3 * half + 1)
  const { kernels, f32, f64, putF64, putI32 } = openArena(samples * float + batch * bands * float + tables + work + 512)
  const input = f32(samples)
  const decibels = f32(batch * bands)
  const weights = putF64(window)
  const order = putI32(digitReversal(half).map((from) => 2 * from * float))
  const inner = roots(half)
  const cos = putF64(inner.cos)
  const sin = putF64(inner.sin)
  const outer = roots(size)
  const splitCos = putF64(outer.cos.subarray(0, half))
  const splitSin = putF64(outer.sin.subarray(0, half))
  const first = putI32(filters.first)
  const offset = putI32(filters.offset)
  const filterWeights = putF64(filters.weights)
  const workspace = f64(work / 8).byteOffset
  const run = (frames: number): void =>
    kernels.logMel(
      input.byteOffset,
      frames,
      hop,
      decibels.byteOffset,
      bands,
      size,
      weights,
      order,
      cos,
      sin,
      splitCos,
      splitSin,
      first,
      offset,
      filterWeights,
      workspace,
    )
  return { input, decibels, run }
}
