import { blocksAtOnce, kernelBlockFilter } from './block-filter-kernel.ts'
import { createFft } from './fft.ts'
import type { LowPass } from './kaiser.ts'
import { bestPath, type Path } from './simd.ts'

/** Runs between two progress reports. */
const reportEvery = 64

/**
 * Filters four blocks of overlap-save: fill `input`, call `run`, read `output`. Block b begins at input[b * fresh] and
 * reaches `half` samples beyond its fresh ones on both sides; its fresh samples are at output[b * fresh].
 */
export type BlockFilter = { input: Float32Array; output: Float32Array; run: () => void }

/** @param response of the filter, real, one number a bin, scaled for the inverse transform */
export type MakeBlockFilter = (response: Float64Array, half: number) => BlockFilter

/**
 * Filters with a symmetric low-pass of any length without delay, by overlap-save in the frequency domain (Stockham
 * 1966). Two blocks go through each transform, one as real and one as imaginary part. Beyond its ends the sound is
 * taken as silent.
 * @param stuffing puts that many minus one zeros between two samples first, which multiplies the rate; from 1
 * @param lowPass at the multiplied rate
 * @param path either gives the same bits
 * @returns samples.length * stuffing samples
 */
export function bandLimit(
  samples: Float32Array,
  stuffing: number,
  lowPass: LowPass,
  onProgress?: (fraction: number) => void,
  path: Path = bestPath(),
): Float32Array<ArrayBuffer> {
  const half = Math.ceil(lowPass.reach)
  const size = transformSize(half)
  const make: MakeBlockFilter = path === 'simd' ? kernelBlockFilter : plainBlockFilter
  const { input, output, run } = make(frequencyResponse(lowPass, half, size, stuffing), half)
  const result = new Float32Array(samples.length * stuffing)
  const runs = Math.ceil(result.length / output.length)
  for (let i = 0; i < runs; i++) {
    const at = i * output.length
    readSamples(samples, stuffing, at - half, input)
    run()
    result.set(output.subarray(0, result.length - at), at)
    if (i % reportEvery === 0) onProgress?.(i / runs)
  }
  return result
}

const plainBlockFilter: MakeBlockFilter = (response, half) => {
  const size = response.length
  const fresh = size - 2 * half
  const forward = createFft(size)
  const inverse = createFft(size)
  const input = new Float32Array(size + (blocksAtOnce - 1) * fresh)
  const output = new Float32Array(blocksAtOnce * fresh)
  const run = (): void => {
    for (let at = 0; at < output.length; at += 2 * fresh) {
      forward.run(input.subarray(at, at + size), input.subarray(at + fresh, at + fresh + size))
      for (let k = 0; k < size; k++) {
        forward.re[k] = (forward.re[k] as number) * (response[k] as number)
        forward.im[k] = (forward.im[k] as number) * (response[k] as number)
      }
      inverse.run(forward.im, forward.re)
      output.set(inverse.im.subarray(half, half + fresh), at)
      output.set(inverse.re.subarray(half, half + fresh), at + fresh)
    }
  }
  return { input, output, run }
}

/** The power of four, from 4096, that leaves at least half of a block fresh. */
const transformSize = (half: number): number => 4 ** Math.max(6, Math.ceil(Math.log2(4 * half) / 2))

/** Real, because the filter is symmetric about sample 0; scaled for the inverse transform and the stuffed zeros. */
function frequencyResponse(lowPass: LowPass, half: number, size: number, stuffing: number): Float64Array {
  const taps = new Float64Array(size)
  let sum = 0
  for (let k = -half; k <= half; k++) {
    const tap = lowPass.at(k)
    taps[(k + size) % size] = tap
    sum += tap
  }
  const fft = createFft(size)
  fft.run(taps, new Float64Array(size))
  return fft.re.map((value) => (value * stuffing) / (sum * size))
}

/** The stuffed sound from `start` on, silent beyond its ends. */
function readSamples(samples: Float32Array, stuffing: number, start: number, block: Float32Array): void {
  block.fill(0)
  if (stuffing === 1) {
    const from = Math.max(0, start)
    block.set(samples.subarray(from, start + block.length), from - start)
    return
  }
  const first = Math.max(0, Math.ceil(start / stuffing))
  const last = Math.min(samples.length, Math.ceil((start + block.length) / stuffing))
  for (let i = first; i < last; i++) block[i * stuffing - start] = samples[i] as number
}
