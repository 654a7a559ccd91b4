import { MAX_TABLE_BYTES, measureTable, type ResponseTable } from '../../audio/playback/response-table.ts'
import type { Seconds } from '../../audio/units.ts'
import { findOnset } from './find-onset.ts'
import type { MeasuredEar, MeasuredHead } from './read-sofa.ts'
import { computePowers, equalizePowers, makeMinimumPhase, SPECTRUM_BINS, TABLE_RATE_HZ } from './response-spectra.ts'
import { listHoles, thinDirections, weigh, weighAround } from './spread-directions.ts'

/** What comes later than this after the first sound at either ear is the measuring room's. */
const HEAD_S: Seconds = 0.012
/** Two ears hear at most this far apart, and all else with them. */
const LONGEST_DELAY_S: Seconds = 0.0011

/** Rows of a table, of one ear. */
type EarRows = { delays: number[]; levels: Float64Array[] }

/**
 * Takes the delay out of measured responses, equalizes and cuts them, and continues them where nothing was measured: the
 * table of at most 400 kB.
 * @throws {RangeError} where the ears are too far apart for a head
 */
export function reduceResponses(head: MeasuredHead): ResponseTable {
  const isMirrored = isSymmetric(head)
  const ears = isMirrored ? [head.left] : [head.left, head.right]
  const most = countRows(ears.length)
  const holes = listHoles(head.directions)
  const kept = thinDirections(head.directions, most - holes.length / 3)
  const directions = Float64Array.from(
    kept.flatMap((row) => Array.from(head.directions.subarray(3 * row, 3 * row + 3))),
  )
  const measured = ears.map((ear) => measureEar(head, ear, kept))
  const powers = measured.flatMap((ear) => ear.powers)
  const levels = equalizePowers(powers)
  const rows = measured.map(({ onsets }, ear): EarRows => {
    const own = levels.slice(ear * kept.length, (ear + 1) * kept.length)
    return addHoles({ delays: smoothDelays(directions, onsets), levels: own }, directions, holes)
  })
  const delays = rows.flatMap((ear) => ear.delays.map((delay) => delay * TABLE_RATE_HZ))
  const least = delays.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const longest = delays.reduce((a, b) => Math.max(a, b), 0) - least
  if (longest > LONGEST_DELAY_S * TABLE_RATE_HZ)
    throw new RangeError(
      `its ears hear up to ${((1000 * longest) / TABLE_RATE_HZ).toFixed(1)} ms apart: that is no head`,
    )
  return {
    sampleRate: TABLE_RATE_HZ,
    directions: Float32Array.from([...directions, ...holes]),
    delays: Float32Array.from(delays, (delay) => delay - least),
    responses: Float32Array.from(rows.flatMap((ear) => ear.levels.flatMap((dB) => Array.from(makeMinimumPhase(dB))))),
  }
}

const countRows = (ears: number): number => {
  const empty = measureTable(0, ears)
  return Math.floor((MAX_TABLE_BYTES - empty) / (measureTable(1, ears) - empty))
}

/** When sounds arrive at one ear, seconds, and their powers without the room's part. */
function measureEar({ sampleRate, length }: MeasuredHead, { responses, delays }: MeasuredEar, kept: readonly number[]) {
  const take = (row: number) => responses.subarray(row * length, (row + 1) * length)
  const onsets = kept.map((row) => findOnset(take(row)))
  const end = Math.ceil(onsets.reduce((a, b) => Math.min(a, b), length) + HEAD_S * sampleRate)
  return {
    onsets: onsets.map((onset, i) => (onset + delays[kept[i] as number]!) / sampleRate),
    powers: kept.map((row) => computePowers(take(row).subarray(0, end), sampleRate)),
  }
}

/** Delays are smooth where the voices mix them. */
const smoothDelays = (directions: Float64Array, onsets: readonly number[]): number[] =>
  onsets.map((_, row) => {
    let total = 0
    let sum = 0
    for (let other = 0; other < onsets.length; other++) {
      let cosine = 0
      for (let axis = 0; axis < 3; axis++) cosine += directions[3 * row + axis]! * directions[3 * other + axis]!
      const weight = weigh(cosine)
      total += weight
      sum += weight * onsets[other]!
    }
    return sum / total
  })

/** Continues the measured rows: means of those around, in dB. */
function addHoles({ delays, levels }: EarRows, directions: Float64Array, holes: Float64Array): EarRows {
  const all: EarRows = { delays: [...delays], levels: [...levels] }
  for (let at = 0; at < holes.length; at += 3) {
    const weights = weighAround(directions, holes.subarray(at, at + 3))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const dB = new Float64Array(SPECTRUM_BINS)
    let delay = 0
    weights.forEach((weight, row) => {
      const share = weight / total
      if (share < 1e-4) return
      delay += share * delays[row]!
      for (let k = 0; k < SPECTRUM_BINS; k++) dB[k]! += share * levels[row]![k]!
    })
    all.delays.push(delay)
    all.levels.push(dB)
  }
  return all
}

/** Whether the right ear hears what the left one hears from the other side, as a dummy's that was measured on one side. */
function isSymmetric({ directions, left, right, length }: MeasuredHead): boolean {
  const count = directions.length / 3
  for (let i = 0; i < count; i++) {
    const mirrored = findRow(directions, -directions[3 * i]!, directions[3 * i + 1]!, directions[3 * i + 2]!)
    if (mirrored < 0 || left.delays[i] !== right.delays[mirrored]) return false
    for (let k = 0; k < length; k++)
      if (Math.abs(left.responses[i * length + k]! - right.responses[mirrored * length + k]!) > 1e-6) return false
  }
  return true
}

function findRow(directions: Float64Array, x: number, y: number, z: number): number {
  for (let i = 0; 3 * i < directions.length; i++)
    if (x * directions[3 * i]! + y * directions[3 * i + 1]! + z * directions[3 * i + 2]! > 0.99999) return i
  return -1
}
