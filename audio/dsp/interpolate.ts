import type { Samples } from '../units.ts'
import { createKaiserLowPass } from './kaiser.ts'
import { type Backend, openKernelMemory } from './wasm-kernels.ts'

/** Of the interpolation kernel, decibels: 20 bits, as soxr HQ. */
const STOPBAND_ATTENUATION_DB = 120

/**
 * Reads the values of a signal, with nothing above half its Nyquist frequency, `down / up` of its samples apart. The
 * signal comes in blocks.
 * @param block samples of a block
 * @param lead samples before the place of the first value
 * @param backend both give the same bits
 * @returns takes a block and gives the values known by then, overwritten by the next call
 */
export function createInterpolator(
  up: number,
  down: number,
  block: Samples,
  lead: Samples,
  backend: Backend,
): (samples: Float32Array) => Float32Array {
  if (up === 1 && down === 1) return createSampleSkipper(lead)
  const filter = createPolyphaseFilter(up)
  const reach = filter.width / 2
  // Samples kept between blocks: at most those one value needs, plus the step to the next value.
  const maxSamples = block + filter.width + Math.ceil(down / up)
  const maxValues = Math.ceil((maxSamples * up) / down) + 1
  const createReader = backend === 'simd' ? createSimdReader : createPlainReader
  const { input, output, run } = createReader(filter, down, maxSamples, maxValues)
  let heldSamples = 0
  /** Sample number of input[0], and number of the next value. */
  let start = -lead
  let next = 0
  return (samples) => {
    input.set(samples, heldSamples)
    heldSamples += samples.length
    // Value n is known once the sample `reach` after the one at or before its place is known.
    const end = Math.max(next, Math.ceil(((start + heldSamples - reach) * up) / down))
    const phase = (next * down) % up
    const first = (next * down - phase) / up + 1 - reach
    run(first - start, phase, end - next)
    const values = output.subarray(0, end - next)
    next = end
    const keptFrom = Math.min(start + heldSamples, Math.floor((next * down) / up) + 1 - reach)
    input.copyWithin(0, keptFrom - start, heldSamples)
    heldSamples -= keptFrom - start
    start = keptFrom
    return values
  }
}

/** Drops the first `lead` samples. */
function createSampleSkipper(lead: Samples): (samples: Float32Array) => Float32Array {
  let remaining = lead
  return (samples) => {
    const from = Math.min(remaining, samples.length)
    remaining -= from
    return samples.subarray(from)
  }
}

/** Reads values between samples. Fill `input`, call `run`, read `output`. */
type FractionalReader = {
  input: Float32Array
  output: Float32Array
  /** Reads `count` values, the first one `phase / up` after input[first + width / 2 - 1]. */
  run: (first: Samples, phase: number, count: number) => void
}

/** Row p holds the `width` taps for a value p / up after a sample. */
type PolyphaseFilter = { up: number; width: number; rows: Float64Array }

function createSimdReader(
  { up, width, rows }: PolyphaseFilter,
  down: number,
  maxSamples: Samples,
  maxValues: number,
): FractionalReader {
  const { kernels, f32, putF64 } = openKernelMemory(4 * (maxSamples + maxValues) + 8 * rows.length + 256)
  const input = f32(maxSamples)
  const output = f32(maxValues)
  const taps = putF64(rows)
  const run: FractionalReader['run'] = (first, phase, count) =>
    kernels.interpolate(input.byteOffset + 4 * first, output.byteOffset, count, phase, up, down, taps, width)
  return { input, output, run }
}

/** Even and odd taps are summed apart, as the two lanes of the kernel do. */
function createPlainReader(
  { up, width, rows }: PolyphaseFilter,
  down: number,
  maxSamples: Samples,
  maxValues: number,
): FractionalReader {
  const input = new Float32Array(maxSamples)
  const output = new Float32Array(maxValues)
  const run: FractionalReader['run'] = (first, phase, count) => {
    for (let n = 0; n < count; n++) {
      const place = phase + n * down
      const row = (place % up) * width
      const at = first + Math.floor(place / up)
      let even = 0
      let odd = 0
      for (let k = 0; k < width; k += 2) {
        even += rows[row + k]! * input[at + k]!
        odd += rows[row + k + 1]! * input[at + k + 1]!
      }
      output[n] = even + odd
    }
  }
  return { input, output, run }
}

/** The taps of every row sum to one. */
function createPolyphaseFilter(up: number): PolyphaseFilter {
  const lowPass = createKaiserLowPass(0.5, 0.5, STOPBAND_ATTENUATION_DB)
  const half: Samples = Math.ceil(lowPass.reach)
  const width = 2 * half
  const rows = new Float64Array(up * width)
  for (let phase = 0; phase < up; phase++) {
    const row = rows.subarray(phase * width, (phase + 1) * width)
    let gain = 0
    for (let k = 0; k < width; k++) {
      row[k] = lowPass.tapAt(k - half + 1 - phase / up)
      gain += row[k]!
    }
    for (let k = 0; k < width; k++) row[k]! /= gain
  }
  return { up, width, rows }
}
