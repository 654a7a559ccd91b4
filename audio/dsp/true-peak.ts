import type { Samples } from '../units.ts'
import { type Backend, openKernelMemory, selectBackend } from './wasm-kernels.ts'

/** Samples that an interpolated value is computed from; it lies in their middle. */
export const PEAK_TAPS: Samples = 12
/**
 * ITU-R BS.1770-4, annex 2: values at a quarter of a sample, by phase. The other two phases are these reversed.
 */
const FIRST = Float64Array.of(
  0.001708984375,
  0.010986328125,
  -0.0196533203125,
  0.033203125,
  -0.0594482421875,
  0.1373291015625,
  0.97216796875,
  -0.102294921875,
  0.047607421875,
  -0.026611328125,
  0.014892578125,
  -0.00830078125,
)
const SECOND = Float64Array.of(
  -0.0291748046875,
  0.029296875,
  -0.0517578125,
  0.089111328125,
  -0.16650390625,
  0.465087890625,
  0.77978515625,
  -0.2003173828125,
  0.1015625,
  -0.0582275390625,
  0.0330810546875,
  -0.0189208984375,
)
/** No interpolated value exceeds the largest of its samples by more: the sum of the taps of {@link SECOND}. */
export const MAX_PEAK_RATIO = SECOND.reduce((sum, tap) => sum + Math.abs(tap), 0)

/** The largest of a sample and the values around it, of the `PEAK_TAPS` samples from `at` on; magnitude. */
export function findTruePeak(samples: Float32Array, at: number): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  for (let tap = 0; tap < PEAK_TAPS; tap++) {
    const x = samples[at + tap]!
    const y = samples[at + PEAK_TAPS - 1 - tap]!
    a += FIRST[tap]! * x
    b += SECOND[tap]! * x
    c += SECOND[tap]! * y
    d += FIRST[tap]! * y
  }
  const middle = samples[at + PEAK_TAPS / 2]!
  return Math.max(Math.abs(a), Math.abs(b), Math.abs(c), Math.abs(d), Math.abs(middle))
}

/** Whether one of the samples `at` and `at + 1` is not less than its neighbors: a peak lies beside the largest sample. */
function isBesideMaximum(samples: Float32Array, at: number): boolean {
  const before = Math.abs(samples[at - 1]!)
  const here = Math.abs(samples[at]!)
  const next = Math.abs(samples[at + 1]!)
  const after = Math.abs(samples[at + 2]!)
  return (here >= before && here >= next) || (next >= here && next >= after)
}

/** Samples whose largest is looked at before they are interpolated; not less than the taps. */
const PART_SAMPLES: Samples = 32
/** Samples that are copied at once. */
const WINDOW_SAMPLES: Samples = 128 * PART_SAMPLES
/** Samples before the one that a position adds. */
const LEAD: Samples = PEAK_TAPS - 1

export type PeakMeter = {
  push: (channels: readonly Float32Array[]) => void
  /** The largest true peak of all channels, 1 is full scale. */
  finish: () => number
}

/**
 * Four-fold oversampling, where it can matter at all.
 * @param backend both give the same bits
 */
export function createPeakMeter(channels: number, backend: Backend = selectBackend()): PeakMeter {
  const { windows, measure } = (backend === 'simd' ? openSimdWindows : createPlainWindows)(channels)
  let peak = 0
  const push: PeakMeter['push'] = (blocks) => {
    const count = blocks[0]?.length ?? 0
    for (let c = 0; c < channels; c++) {
      const window = windows[c]!
      for (let at = 0; at < count; at += WINDOW_SAMPLES) {
        const length = Math.min(WINDOW_SAMPLES, count - at)
        window.set(blocks[c]!.subarray(at, at + length), LEAD)
        peak = measure(window, length, peak)
        window.copyWithin(0, length, length + LEAD)
      }
    }
  }
  return {
    push,
    finish: () => {
      // The last samples are followed by silence.
      push(windows.map(() => new Float32Array(LEAD)))
      return peak
    },
  }
}

type PeakWindows = {
  /** One per channel: the {@link LEAD} last samples, and up to {@link WINDOW_SAMPLES} new ones. */
  windows: readonly Float32Array[]
  /** @returns the largest true peak that the first `length` new samples complete, or `peak` if none is larger */
  measure: (window: Float32Array, length: Samples, peak: number) => number
}

function openSimdWindows(channels: number): PeakWindows {
  const { kernels, f32, putF64 } = openKernelMemory(channels * (4 * (LEAD + WINDOW_SAMPLES) + 64) + 1024)
  const taps = putF64(Array.from({ length: PEAK_TAPS }, (_, tap) => [FIRST[tap]!, SECOND[tap]!]).flat())
  return {
    // Behind a window a few samples more are read, and not looked at.
    windows: Array.from({ length: channels }, () => f32(LEAD + WINDOW_SAMPLES + 4).subarray(0, LEAD + WINDOW_SAMPLES)),
    measure: (window, length, peak) =>
      kernels.findLargestPeak(window.byteOffset, length, PART_SAMPLES, taps, LEAD, MAX_PEAK_RATIO, peak),
  }
}

function createPlainWindows(channels: number): PeakWindows {
  const measurePart = (window: Float32Array, from: Samples, to: Samples, peak: number): number => {
    let largest = peak
    for (let i = from; i < to; i++) {
      if (!isBesideMaximum(window, i + PEAK_TAPS / 2 - 1)) continue
      const value = findTruePeak(window, i)
      if (value > largest && value < Number.POSITIVE_INFINITY) largest = value
    }
    return largest
  }
  return {
    windows: Array.from({ length: channels }, () => new Float32Array(LEAD + WINDOW_SAMPLES)),
    measure: (window, length, before) => {
      let peak = before
      let largestBefore = findLargest(window, 0, LEAD)
      for (let from = 0; from < length; from += PART_SAMPLES) {
        const to = Math.min(from + PART_SAMPLES, length)
        const largest = findLargest(window, LEAD + from, LEAD + to)
        if (Math.max(largestBefore, largest) * MAX_PEAK_RATIO > peak) peak = measurePart(window, from, to, peak)
        largestBefore = largest
      }
      return peak
    },
  }
}

function findLargest(samples: Float32Array, from: Samples, to: Samples): number {
  let largest = 0
  for (let i = from; i < to; i++) {
    const size = Math.abs(samples[i]!)
    if (size > largest) largest = size
  }
  return largest
}
