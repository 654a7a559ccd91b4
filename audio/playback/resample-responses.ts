import type { Hertz } from '../units.ts'
import type { ResponseTable } from './response-table.ts'

/** Zero crossings of the sinc on either side. */
const SINC_HALF_WIDTH = 16
/** Zero crossings kept before a response, which begins at its loudest. */
const LEAD = 8

/**
 * The table at the rate of a context. Responses last as long as before, and so have more or fewer taps: a multiple of 4.
 * Interpolates by a sinc with a Hann window, and cuts off what the new rate cannot carry.
 */
export function resampleResponses(table: ResponseTable, sampleRate: Hertz): ResponseTable {
  if (table.sampleRate === sampleRate) return table
  const count = table.delays.length
  const taps = table.responses.length / count
  const ratio = sampleRate / table.sampleRate
  const cutoff = Math.min(1, ratio)
  const lead = LEAD / cutoff
  const newTaps = 4 * Math.ceil(((taps + lead) * ratio) / 4)
  const reach = Math.ceil(SINC_HALF_WIDTH / cutoff)
  const responses = new Float32Array(count * newTaps)
  const weights = new Float64Array(2 * reach)
  for (let tap = 0; tap < newTaps; tap++) {
    // The same weights for all directions.
    const time = tap / ratio - lead
    const first = Math.floor(time) - reach + 1
    for (let i = 0; i < weights.length; i++) {
      const x = (time - first - i) * cutoff
      const window = Math.abs(x) < SINC_HALF_WIDTH ? 0.5 + 0.5 * Math.cos((Math.PI * x) / SINC_HALF_WIDTH) : 0
      const sinc = Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
      // A response is a density over time: its sum stays.
      weights[i] = (window * sinc * cutoff) / ratio
    }
    const from = Math.max(0, -first)
    const to = Math.max(from, Math.min(weights.length, taps - first))
    for (let row = 0; row < count; row++) {
      let sum = 0
      for (let i = from; i < to; i++) sum += weights[i]! * table.responses[row * taps + first + i]!
      responses[row * newTaps + tap] = sum
    }
  }
  return { sampleRate, directions: table.directions, delays: table.delays.map((delay) => delay * ratio), responses }
}
