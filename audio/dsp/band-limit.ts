import type { Samples } from '../units.ts'
import { computeDigitReversal, createFft } from './fft.ts'
import type { LowPassFilter } from './kaiser.ts'
import { createOverlapSave, type OverlapSaveFilter } from './overlap-save.ts'
import type { Backend } from './wasm-kernels.ts'

const MIN_FFT_SIZE: Samples = 4096

/**
 * A symmetric low-pass without delay that can also decimate.
 * @param gain of the pass band
 * @param decimation 1, 2 or 4
 * @param multiple the valid samples of a block are a multiple of this
 * @param backend both give the same bits
 */
export function createBandLimiter(
  lowPass: LowPassFilter,
  gain: number,
  decimation: number,
  multiple: number,
  backend: Backend,
): OverlapSaveFilter & { margin: Samples } {
  const margin = Math.ceil(lowPass.reach / decimation) * decimation
  const size = chooseFftSize(margin)
  const validLength = Math.floor((size - 2 * margin) / multiple) * multiple
  const response = computeFrequencyResponse(lowPass, margin, size, gain)
  return { ...createOverlapSave({ size, validLength, margin, decimation, response }, backend), margin }
}

/** The smallest power of four, from 4096, that leaves at least half of a block valid. */
function chooseFftSize(margin: Samples): Samples {
  let size = MIN_FFT_SIZE
  while (size < 4 * margin) size *= 4
  return size
}

/** The bins in digit-reversed order; real, because the filter is symmetric about sample 0. */
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
