import { blocksAtOnce, kernelBlockFilter } from './block-filter-kernel.ts'
import { combineQuarters, createFft, digitReversal, roots, spreadQuarters } from './fft.ts'
import type { LowPass } from './kaiser.ts'
import type { Path } from './simd.ts'
import type { Samples } from './units.ts'

/**
 * Filters four blocks of overlap-save: fill `input`, call `run`, read `output`. Block b begins at input[b * fresh] and
 * reaches `margin` samples beyond its fresh ones on both sides; every `thinning`-th of its fresh samples is put out,
 * from output[b * fresh / thinning] on.
 */
export type BlockFilter = { input: Float32Array; output: Float32Array; run: () => void }

export type BlockShape = {
  /** Of the transform: a power of four. */
  size: Samples
  fresh: Samples
  margin: Samples
  /** 1, 2 or 4. */
  thinning: number
  /** Of the filter, bin by bin, digit-reversed: real, and scaled for the inverse transform. */
  response: Float64Array
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
export function createBandLimit(
  lowPass: LowPass,
  gain: number,
  thinning: number,
  multiple: number,
  path: Path,
): BlockFilter & { margin: Samples } {
  const margin = Math.ceil(lowPass.reach / thinning) * thinning
  const size = transformSize(margin)
  const fresh = Math.floor((size - 2 * margin) / multiple) * multiple
  const response = frequencyResponse(lowPass, margin, size, gain)
  const make = path === 'simd' ? kernelBlockFilter : plainBlockFilter
  return { ...make({ size, fresh, margin, thinning, response }), margin }
}

function plainBlockFilter({ size, fresh, margin, thinning, response }: BlockShape): BlockFilter {
  const there = roots(size)
  const back = roots(size / thinning)
  const re = new Float64Array(size)
  const im = new Float64Array(size)
  const backRe = new Float64Array(size / thinning)
  const backIm = new Float64Array(size / thinning)
  const input = new Float32Array(2 * margin + blocksAtOnce * fresh)
  const output = new Float32Array((blocksAtOnce * fresh) / thinning)
  const first = margin / thinning
  const count = fresh / thinning
  const run = (): void => {
    for (let block = 0; block < blocksAtOnce; block += 2) {
      const at = block * fresh
      re.set(input.subarray(at, at + size))
      im.set(input.subarray(at + fresh, at + fresh + size))
      for (let quarter = size / 4; quarter >= 1; quarter /= 4) spreadQuarters(re, im, quarter, there.cos, there.sin)
      // Real and imaginary parts change places: the transform then runs backward.
      foldBins(im, re, response, thinning, backRe, backIm)
      for (let quarter = thinning === 2 ? 2 : 1; quarter < backRe.length; quarter *= 4)
        combineQuarters(backRe, backIm, quarter, back.cos, back.sin)
      output.set(backIm.subarray(first, first + count), block * count)
      output.set(backRe.subarray(first, first + count), (block + 1) * count)
    }
  }
  return { input, output, run }
}

/** Weighs the bins and adds those that fall together; of a pair, also the first stage of the inverse transform. */
function foldBins(
  re: Float64Array,
  im: Float64Array,
  response: Float64Array,
  thinning: number,
  toRe: Float64Array,
  toIm: Float64Array,
): void {
  for (let i = 0, to = 0; i < re.length; i += 4, to += 4 / thinning) {
    const g0 = response[i] as number
    const g1 = response[i + 1] as number
    const g2 = response[i + 2] as number
    const g3 = response[i + 3] as number
    const r0 = (re[i] as number) * g0
    const r1 = (re[i + 1] as number) * g1
    const r2 = (re[i + 2] as number) * g2
    const r3 = (re[i + 3] as number) * g3
    const i0 = (im[i] as number) * g0
    const i1 = (im[i + 1] as number) * g1
    const i2 = (im[i + 2] as number) * g2
    const i3 = (im[i + 3] as number) * g3
    if (thinning === 1) {
      toRe[to] = r0
      toRe[to + 1] = r1
      toRe[to + 2] = r2
      toRe[to + 3] = r3
      toIm[to] = i0
      toIm[to + 1] = i1
      toIm[to + 2] = i2
      toIm[to + 3] = i3
    } else {
      const evenR = r0 + r2
      const oddR = r1 + r3
      const evenI = i0 + i2
      const oddI = i1 + i3
      toRe[to] = evenR + oddR
      toIm[to] = evenI + oddI
      if (thinning === 2) {
        toRe[to + 1] = evenR - oddR
        toIm[to + 1] = evenI - oddI
      }
    }
  }
}

/** The power of four, from 4096, that leaves at least half of a block fresh. */
function transformSize(margin: Samples): Samples {
  let size = 4096
  while (size < 4 * margin) size *= 4
  return size
}

/** Real, because the filter is symmetric about sample 0. */
function frequencyResponse(lowPass: LowPass, margin: Samples, size: Samples, gain: number): Float64Array {
  const taps = new Float64Array(size)
  let sum = 0
  for (let k = -margin; k <= margin; k++) {
    const tap = lowPass.at(k)
    taps[(k + size) % size] = tap
    sum += tap
  }
  const fft = createFft(size)
  fft.run(taps, new Float64Array(size))
  return Float64Array.from(digitReversal(size), (bin) => ((fft.re[bin] as number) * gain) / (sum * size))
}
