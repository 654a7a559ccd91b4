import { createFft } from './fft.ts'
import type { LowPass } from './kaiser.ts'

/** Blocks between two progress reports. */
const reportEvery = 128

/**
 * Filters with a symmetric low-pass of any length without delay, by overlap-save in the frequency domain (Stockham
 * 1966). Two blocks go through each transform, one as real and one as imaginary part. Beyond its ends the sound is
 * taken as silent.
 * @param stuffing puts that many minus one zeros between two samples first, which multiplies the rate; from 1
 * @param lowPass at the multiplied rate
 * @returns samples.length * stuffing samples
 */
export function bandLimit(
  samples: Float32Array,
  stuffing: number,
  lowPass: LowPass,
  onProgress?: (fraction: number) => void,
): Float32Array<ArrayBuffer> {
  const half = Math.ceil(lowPass.reach)
  const size = transformSize(half)
  const fresh = size - 2 * half
  const response = frequencyResponse(lowPass, half, size, stuffing)
  const forward = createFft(size)
  const inverse = createFft(size)
  const first = new Float64Array(size)
  const second = new Float64Array(size)
  const output = new Float32Array(samples.length * stuffing)
  const pairs = Math.ceil(output.length / (2 * fresh))
  for (let pair = 0; pair < pairs; pair++) {
    const at = pair * 2 * fresh
    readBlock(samples, stuffing, at - half, first)
    readBlock(samples, stuffing, at + fresh - half, second)
    forward.run(first, second)
    for (let k = 0; k < size; k++) {
      forward.re[k] = (forward.re[k] as number) * (response[k] as number)
      forward.im[k] = (forward.im[k] as number) * (response[k] as number)
    }
    inverse.run(forward.im, forward.re)
    writeBlock(inverse.im, half, output, at, fresh)
    writeBlock(inverse.re, half, output, at + fresh, fresh)
    if (pair % reportEvery === 0) onProgress?.(pair / pairs)
  }
  return output
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

function readBlock(samples: Float32Array, stuffing: number, start: number, block: Float64Array): void {
  const end = samples.length * stuffing
  if (stuffing === 1 && start >= 0 && start + block.length <= end) {
    for (let i = 0; i < block.length; i++) block[i] = samples[start + i] as number
    return
  }
  for (let i = 0; i < block.length; i++) {
    const place = start + i
    const inside = place >= 0 && place < end && place % stuffing === 0
    block[i] = inside ? (samples[place / stuffing] as number) : 0
  }
}

function writeBlock(block: Float64Array, skip: number, output: Float32Array, at: number, length: number): void {
  const end = Math.min(at + length, output.length)
  for (let i = at; i < end; i++) output[i] = block[skip + i - at] as number
}
