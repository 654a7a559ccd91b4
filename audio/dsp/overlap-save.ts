import type { Samples } from '../units.ts'
import { createSingleTwiddles, createStageTwiddles, runDifStage, runDitStage } from './single-fft.ts'
import { type Backend, openKernelMemory } from './wasm-kernels.ts'

/**
 * Filters two blocks by overlap-save (Stockham 1966). Fill `input`, call `run`, read `output`. Block b begins at
 * input[b * validLength] and reaches `margin` samples beyond its valid ones on both sides; its output, every
 * `decimation`-th valid sample, begins at output[(b * validLength) / decimation].
 */
export type OverlapSaveFilter = { input: Float32Array; output: Float32Array; run: () => void }

export type OverlapSaveLayout = {
  /** FFT size, a power of four. */
  size: Samples
  /** Samples of a block that circular convolution leaves right. */
  validLength: Samples
  margin: Samples
  /** 1, 2 or 4. */
  decimation: number
  /** `size` real gains, bin by bin in digit-reversed order, scaled for the inverse transform. */
  response: Float32Array
}

/** Blocks of one run: one is the real, one the imaginary part of the transform. */
const BLOCKS_PER_RUN = 2

/**
 * The bins stay digit-reversed between the two transforms, so neither reorders. For a decimation the bins are folded
 * onto one another and the inverse transform is that much shorter.
 * @param backend both give the same bits
 */
export const createOverlapSave = (layout: OverlapSaveLayout, backend: Backend): OverlapSaveFilter =>
  backend === 'simd' ? createSimdOverlapSave(layout) : createPlainOverlapSave(layout)

/** Floats of a vector. */
const SIMD_LANES = 4

function createSimdOverlapSave({
  size,
  validLength,
  margin,
  decimation,
  response,
}: OverlapSaveLayout): OverlapSaveFilter {
  const forwardTwiddles = createStageTwiddles(size, 4, SIMD_LANES)
  const inverseTwiddles = createStageTwiddles(size / decimation, decimation === 2 ? 2 : 4, SIMD_LANES)
  const floats =
    2 * margin + BLOCKS_PER_RUN * validLength * 2 + forwardTwiddles.length + inverseTwiddles.length + 5 * size
  const { kernels, f32, putF32 } = openKernelMemory(4 * floats + 256)
  const input = f32(2 * margin + BLOCKS_PER_RUN * validLength)
  const output = f32((BLOCKS_PER_RUN * validLength) / decimation)
  const forward = putF32(forwardTwiddles)
  const inverse = putF32(inverseTwiddles)
  // The kernel reads the gains in transposed tiles of 4 × 4.
  const gains = putF32(response.map((_, i) => response[(i & ~15) | ((i & 3) << 2) | ((i >> 2) & 3)]!))
  const workspace = f32(4 * size).byteOffset
  const run = (): void =>
    kernels.overlapSave(
      input.byteOffset,
      output.byteOffset,
      size,
      validLength,
      margin,
      decimation,
      forward,
      inverse,
      gains,
      workspace,
    )
  return { input, output, run }
}

function createPlainOverlapSave({
  size,
  validLength,
  margin,
  decimation,
  response,
}: OverlapSaveLayout): OverlapSaveFilter {
  const forwardTwiddles = createSingleTwiddles(size)
  const inverseTwiddles = createSingleTwiddles(size / decimation)
  const re = new Float32Array(size)
  const im = new Float32Array(size)
  const inverseRe = new Float32Array(size / decimation)
  const inverseIm = new Float32Array(size / decimation)
  const input = new Float32Array(2 * margin + BLOCKS_PER_RUN * validLength)
  const output = new Float32Array((BLOCKS_PER_RUN * validLength) / decimation)
  const first = margin / decimation
  const count = validLength / decimation
  const run = (): void => {
    re.set(input.subarray(0, size))
    im.set(input.subarray(validLength, validLength + size))
    for (let quarter = size / 4; quarter >= 1; quarter /= 4) runDifStage(re, im, quarter, forwardTwiddles)
    // Swapping real and imaginary parts makes the next transform the inverse one.
    foldBins(im, response, decimation, inverseRe)
    foldBins(re, response, decimation, inverseIm)
    for (let quarter = decimation === 2 ? 2 : 1; quarter < inverseRe.length; quarter *= 4)
      runDitStage(inverseRe, inverseIm, quarter, inverseTwiddles)
    output.set(inverseIm.subarray(first, first + count))
    output.set(inverseRe.subarray(first, first + count), count)
  }
  return { input, output, run }
}

/** Weighs the bins and adds those that alias; for a decimation of 2 also the first stage of the inverse transform. */
function foldBins(bins: Float32Array, response: Float32Array, decimation: number, target: Float32Array): void {
  for (let i = 0, to = 0; i < bins.length; i += 4, to += 4 / decimation) {
    const x0 = Math.fround(bins[i]! * response[i]!)
    const x1 = Math.fround(bins[i + 1]! * response[i + 1]!)
    const x2 = Math.fround(bins[i + 2]! * response[i + 2]!)
    const x3 = Math.fround(bins[i + 3]! * response[i + 3]!)
    if (decimation === 1) {
      target[to] = x0
      target[to + 1] = x1
      target[to + 2] = x2
      target[to + 3] = x3
    } else {
      const even = Math.fround(x0 + x2)
      const odd = Math.fround(x1 + x3)
      target[to] = even + odd
      if (decimation === 2) target[to + 1] = even - odd
    }
  }
}
