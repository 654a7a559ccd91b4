import { findTruePeak, MAX_PEAK_RATIO, PEAK_TAPS } from '../dsp/true-peak.ts'
import type { Hertz, Samples, Seconds } from '../units.ts'
import { CEILING_DB, decibelsToGain } from './leveling.ts'

/** The gain falls within this time, before the peak. */
const ATTACK_S: Seconds = 0.0015
/** Time constant of the gain's return. */
const RELEASE_S: Seconds = 0.15
/** A gain this near to 1 is 1: what is below the ceiling passes bit by bit. */
const SETTLED = 1e-6
/** Meters with other filters find a little more between samples. */
const MARGIN_DB = 0.1
const CEILING = decibelsToGain(CEILING_DB - MARGIN_DB)

const computeAttack = (sampleRate: Hertz): Samples => Math.max(16, Math.round(ATTACK_S * sampleRate))

/** What comes out is this late: all samples that a peak is computed from get its gain. */
export const computeLimiterDelay = (sampleRate: Hertz): Samples => computeAttack(sampleRate) + PEAK_TAPS - 2

export type Limiter = {
  /** Limits a block; all channels get the same gain. An input that is missing is silent. */
  process: (inputs: readonly Float32Array[], outputs: readonly Float32Array[]) => void
}

/**
 * Keeps true peaks below -1 dBTP: the least gain that the next 1.5 ms need, averaged over as long, so that it is there
 * before the peak is. Below the ceiling it is a delay. No allocation while it runs, and the same samples in every engine.
 * @param blockLength of all blocks
 */
export function createLimiter(sampleRate: Hertz, channels: number, blockLength: Samples): Limiter {
  const attack = computeAttack(sampleRate)
  const delay = computeLimiterDelay(sampleRate)
  const release = 1 - Math.exp(-1 / (RELEASE_S * sampleRate))
  const lead = Math.max(PEAK_TAPS - 1, delay)
  /** The last samples of each channel, followed by its block. */
  const lines = Array.from({ length: channels }, () => new Float32Array(lead + blockLength))
  /** Gains that the next peaks need, ascending: a queue in a ring, with their times. */
  const hold = delay + 1
  const queue = new Float64Array(hold + 1)
  const times = new Int32Array(hold + 1)
  let first = 0
  let waiting = 0
  let time = 0
  /** The held gains of the attack, and their sum. */
  const held = new Float64Array(attack).fill(1)
  let sum = attack
  let gain = 1
  /** Samples since the gain was below 1. */
  let atRest: Samples = attack

  /** The least needed gain of the last `hold` samples. */
  const holdLeast = (needed: number): number => {
    if (waiting > 0 && times[first]! <= time - hold) {
      first = (first + 1) % queue.length
      waiting--
    }
    while (waiting > 0 && queue[(first + waiting - 1) % queue.length]! >= needed) waiting--
    const last = (first + waiting) % queue.length
    queue[last] = needed
    times[last] = time
    waiting++
    return queue[first]!
  }

  const stepGain = (needed: number): number => {
    const least = holdLeast(needed)
    gain = least < gain ? least : gain + release * (least - gain)
    if (gain > 1 - SETTLED) gain = 1
    atRest = gain === 1 ? atRest + 1 : 0
    const slot = time % attack
    sum += gain - held[slot]!
    held[slot] = gain
    time++
    if (atRest < attack) return sum / attack
    // Nothing of the rounding stays.
    sum = attack
    return 1
  }

  const isLoud = (): boolean => {
    for (let c = 0; c < channels; c++) {
      const line = lines[c]!
      for (let i = lead - PEAK_TAPS + 1; i < line.length; i++)
        if (Math.abs(line[i]!) * MAX_PEAK_RATIO > CEILING) return true
    }
    return false
  }

  return {
    process: (inputs, outputs) => {
      for (let c = 0; c < channels; c++) {
        const line = lines[c]!
        line.copyWithin(0, blockLength)
        const input = inputs[c]
        if (input) line.set(input, lead)
        else line.fill(0, lead)
      }
      const mayLimit = isLoud()
      for (let i = 0; i < blockLength; i++) {
        let peak = 0
        for (let c = 0; mayLimit && c < channels; c++)
          peak = Math.max(peak, findTruePeak(lines[c]!, lead + i - PEAK_TAPS + 1))
        const factor = stepGain(peak > CEILING ? CEILING / peak : 1)
        for (let c = 0; c < channels; c++) outputs[c]![i] = lines[c]![lead + i - delay]! * factor
      }
      // Times stay small numbers for ever.
      if (atRest >= attack && time > 2 ** 30) {
        time %= attack
        waiting = 0
      }
    },
  }
}
