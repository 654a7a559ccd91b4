import type { Decibels, Samples } from '../../../../audio/units.ts'

const toDecibels = (amplitude: number): Decibels => 20 * Math.log10(amplitude + 1e-12)

/** Root mean square of x[from, to), dBFS. */
export function measureRms(x: Float32Array, from: Samples = 0, to: Samples = x.length): Decibels {
  let sum = 0
  for (let i = from; i < to; i++) sum += (x[i] ?? 0) ** 2
  return toDecibels(Math.sqrt(sum / (to - from)))
}

/** The largest magnitude in all channels. */
export const measurePeak = (channels: Float32Array[]): number =>
  channels.reduce((most, x) => x.reduce((high, value) => Math.max(high, Math.abs(value)), most), 0)

/**
 * The hardest edge in x[from, to), as the height of the jump (dBFS) that would look like it: the fourth difference,
 * which a jump of height 1 takes to 3, and a sine below 500 Hz at 44.1 kHz to less than 0.00003.
 */
export function measureClick(x: Float32Array, from: Samples = 0, to: Samples = x.length): Decibels {
  let most = 0
  for (let i = Math.max(0, from); i + 4 < Math.min(to, x.length); i++) {
    const at = (k: number): number => x[i + k] as number
    most = Math.max(most, Math.abs(at(0) - 4 * at(1) + 6 * at(2) - 4 * at(3) + at(4)))
  }
  return toDecibels(most / 3)
}

/** The hardest edge in any channel. */
export const measureLoudestClick = (channels: Float32Array[], from?: Samples, to?: Samples): Decibels =>
  Math.max(...channels.map((x) => measureClick(x, from, to)))

/** How far `heard`, from sample `lead` on, is from `original`: RMS of the difference against RMS of the original. */
export function measureDifference(original: Float32Array, heard: Float32Array, lead: Samples): Decibels {
  let error = 0
  let power = 0
  for (let i = 0; i < original.length; i++) {
    const value = original[i] as number
    error += ((heard[i + lead] ?? 0) - value) ** 2
    power += value ** 2
  }
  return 10 * Math.log10(error / power + 1e-24)
}

/** Where |x| is above `threshold`, samples. */
export function findImpulses(x: Float32Array, threshold: number): Samples[] {
  const found: Samples[] = []
  x.forEach((value, i) => {
    if (Math.abs(value) > threshold) found.push(i)
  })
  return found
}

const RESIDUE_SAMPLES = 32_768
/** Of the tone, which its own slow changes widen. */
const TONE_HALF_WIDTH_HZ = 30

/** Energy of a tone outside ±30 Hz of it in the 32768 samples in the middle, dB. */
export function measureResidue(heard: Float32Array, hertz: number, sampleRate: number): Decibels {
  const start = (heard.length - RESIDUE_SAMPLES) >> 1
  // Blackman and Harris: side lobes below -92 dB.
  const windowed = Float64Array.from(heard.subarray(start, start + RESIDUE_SAMPLES), (value, i) => {
    const t = (2 * Math.PI * i) / RESIDUE_SAMPLES
    return value * (0.35875 - 0.48829 * Math.cos(t) + 0.14128 * Math.cos(2 * t) - 0.01168 * Math.cos(3 * t))
  })
  const all = windowed.reduce((sum, value) => sum + value * value, 0)
  const binHz = sampleRate / RESIDUE_SAMPLES
  let inside = 0
  for (let bin = Math.ceil((hertz - TONE_HALF_WIDTH_HZ) / binHz); bin <= (hertz + TONE_HALF_WIDTH_HZ) / binHz; bin++) {
    let re = 0
    let im = 0
    windowed.forEach((value, i) => {
      const phase = (2 * Math.PI * ((bin * i) % RESIDUE_SAMPLES)) / RESIDUE_SAMPLES
      re += value * Math.cos(phase)
      im -= value * Math.sin(phase)
    })
    // Parseval: two sides of each bin.
    inside += (2 * (re * re + im * im)) / RESIDUE_SAMPLES
  }
  return 10 * Math.log10(Math.max(1e-20, (all - inside) / all))
}
