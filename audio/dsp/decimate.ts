import type { Hertz } from '../units.ts'
import { createKaiserLowPass } from './kaiser.ts'

/** Sound for playback is decimated to at most this rate: half of it is above the range of hearing. */
const MAX_PLAYBACK_RATE_HZ: Hertz = 48000

/** How often a rate is halved for playback: 192 kHz twice, 96 and 88.2 kHz once. */
export const countHalvings = (rate: Hertz): number =>
  Math.max(0, Math.ceil(Math.log2(rate / MAX_PLAYBACK_RATE_HZ) - 1e-9))

const STOPBAND_ATTENUATION_DB = 80
/** Cycles per sample. */
const TRANSITION_WIDTH = 0.045

/**
 * Halves the sample rate of a stream of blocks with a linear-phase half-band filter; output sample n lies on input
 * sample 2 n. Output is delayed by the reach of the filter.
 * @returns takes a block and returns the available output; with `last`, all that remains
 */
export function createHalfBandDecimator(): (block: Float32Array, last: boolean) => Float32Array<ArrayBuffer> {
  const { tapAt, reach } = createKaiserLowPass(0.25, TRANSITION_WIDTH, STOPBAND_ATTENUATION_DB)
  // Every other tap of a half-band filter is zero.
  const side: number[] = []
  for (let k = 1; k < reach; k += 2) side.push(tapAt(k))
  const gain = tapAt(0) + 2 * side.reduce((sum, tap) => sum + tap, 0)
  const middle = tapAt(0) / gain
  const taps = Float64Array.from(side, (tap) => tap / gain)
  const margin = 2 * taps.length
  // Silence before the beginning, of even length, so that the kept samples have even indices.
  let held = new Float32Array(margin)
  return (block, last) => {
    const input = new Float32Array(held.length + block.length + (last ? margin : 0))
    input.set(held)
    input.set(block, held.length)
    const count = Math.max(0, Math.floor((input.length - 2 * margin + 1) / 2))
    const output = new Float32Array(count)
    for (let n = 0; n < count; n++) {
      const center = margin + 2 * n
      let sum = middle * input[center]!
      for (let k = 0; k < taps.length; k++) {
        const away = 2 * k + 1
        sum += taps[k]! * (input[center - away]! + input[center + away]!)
      }
      output[n] = sum
    }
    held = input.slice(2 * count)
    return output
  }
}
