import type { Samples } from '../units.ts'
import { computeDigitReversal, createFft } from './fft.ts'
import type { LowPassFilter } from './kaiser.ts'
import { BLOCKS_PER_RUN, createSimdOverlapSave } from './overlap-save-adapter.ts'
import { createSingleTwiddles, runDifStage, runDitStage } from './single-fft.ts'
import type { Backend } from './wasm-kernels.ts'

/**
 * Filters two blocks of overlap-save: fill `input`, call `run`, read `output`. Block b begins at input[b * fresh] and
 * reaches `margin` samples beyond its fresh ones on both sides; every `thinning`-th of its fresh samples is put out,
 * from output[b * fresh / thinning] on.
 */
export type OverlapSaveFilter = { input: Float32Array; output: Float32Array; run: () => void }

export type OverlapSaveLayout = {
  /** Of the transform: a power of four. */
  size: Samples
  validLength: Samples
  margin: Samples
  /** 1, 2 or 4. */
  decimation: number
  /** Of the filter, bin by bin, digit-reversed: real, and scaled for the inverse transform. */
  response: Float32Array
}

/**
 * A symmetric low-pass without delay by overlap-save in the frequency domain (Stockham 1966). Two blocks go through each
 * transform, one as real and one as imaginary part. Of what a low-pass leaves, every second or fourth sample may be all
 * that is wanted: the bins are then folded onto one another and the inverse transform is so much shorter. The bins stay
 * digit-reversed between the transforms, so that neither has to put anything in order.
 * @param gain of the pass band
 * @param multiple of which the fresh samples of a block are
 * @param path either gives the same bits
 */
export function createBandLimiter(
  lowPass: LowPassFilter,
  gain: number,
  thinning: number,
  multiple: number,
  path: Backend,
): OverlapSaveFilter & { margin: Samples } {
  const margin = Math.ceil(lowPass.reach / thinning) * thinning
  const size = chooseFftSize(margin)
  const fresh = Math.floor((size - 2 * margin) / multiple) * multiple
  const response = computeFrequencyResponse(lowPass, margin, size, gain)
  const make = path === 'simd' ? createSimdOverlapSave : createPlainOverlapSave
  return { ...make({ size, validLength: fresh, margin, decimation: thinning, response }), margin }
}

function createPlainOverlapSave({
  size,
  validLength: fresh,
  margin,
  decimation: thinning,
  response,
}: OverlapSaveLayout): OverlapSaveFilter {
  const there = createSingleTwiddles(size)
  const back = createSingleTwiddles(size / thinning)
  const re = new Float32Array(size)
  const im = new Float32Array(size)
  const backRe = new Float32Array(size / thinning)
  const backIm = new Float32Array(size / thinning)
  const input = new Float32Array(2 * margin + BLOCKS_PER_RUN * fresh)
  const output = new Float32Array((BLOCKS_PER_RUN * fresh) / thinning)
  const first = margin / thinning
  const count = fresh / thinning
  const run = (): void => {
    re.set(input.subarray(0, size))
    im.set(input.subarray(fresh, fresh + size))
    for (let quarter = size / 4; quarter >= 1; quarter /= 4) runDifStage(re, im, quarter, there)
    // Real and imaginary parts change places: the transform then runs backward.
    foldBins(im, response, thinning, backRe)
    foldBins(re, response, thinning, backIm)
    for (let quarter = thinning === 2 ? 2 : 1; quarter < backRe.length; quarter *= 4)
      runDitStage(backRe, backIm, quarter, back)
    output.set(backIm.subarray(first, first + count))
    output.set(backRe.subarray(first, first + count), count)
  }
  return { input, output, run }
}

/** Weighs the bins and adds those that fall together; of a pair, also the first stage of the inverse transform. */
function foldBins(from: Float32Array, response: Float32Array, thinning: number, target: Float32Array): void {
  for (let i = 0, to = 0; i < from.length; i += 4, to += 4 / thinning) {
    const x0 = Math.fround(from[i]! * response[i]!)
    const x1 = Math.fround(from[i + 1]! * response[i + 1]!)
    const x2 = Math.fround(from[i + 2]! * response[i + 2]!)
    const x3 = Math.fround(from[i + 3]! * response[i + 3]!)
    if (thinning === 1) {
      target[to] = x0
      target[to + 1] = x1
      target[to + 2] = x2
      target[to + 3] = x3
    } else {
      const even = Math.fround(x0 + x2)
      const odd = Math.fround(x1 + x3)
      target[to] = even + odd
      if (thinning === 2) target[to + 1] = even - odd
    }
  }
}

/** The power of four, from 4096, that leaves at least half of a block fresh. */
function chooseFftSize(margin: Samples): Samples {
  let size = 4096
  while (size < 4 * margin) size *= 4
  return size
}

/** Real, because the filter is symmetric about sample 0. */
function computeFrequencyResponse(lowPass: LowPassFilter, margin: Samples, size: Samples, gain: number): Float32Array {
  const taps = new Float64Array(size)
  let sum = 0
  for (let k = -margin; k <= margin; k++) {
    const tap = lowPass.tapAt(k)
    taps[(k + size) % size] = tap
    sum += tap
  }
  const fft = createFft(size)
  fft.run(taps, new Float64Array(size))
  return Float32Array.from(computeDigitReversal(size), (bin) => (fft.re[bin]! * gain) / (sum * size))
}
