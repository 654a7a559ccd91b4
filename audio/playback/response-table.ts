import type { Hertz, Seconds } from '../units.ts'

/** Taps of a response in a file. */
export const RESPONSE_TAPS = 128
/** Longest file that is taken. */
export const MAX_TABLE_BYTES = 400_000
/** Least file: its header of six 32-bit words. */
const HEADER_BYTES = 24
const MAGIC = 0x31545253
/** Directions are stored as 1 / 32767. */
const UNIT = 32767
/** Delays are stored as 1 / 256 samples. */
const DELAY_UNIT = 256
/** Around a head sound takes 0.8 ms; the voices' memory ends at 1.3. */
const MAX_DELAY_S: Seconds = 0.0012
const RATES: { min: Hertz; max: Hertz } = { min: 16_000, max: 96_000 }
/** Louder responses would be no head's. */
const MAX_PEAK = 64

/** What the ears of a head hear from all around. */
export type ResponseTable = {
  sampleRate: Hertz
  /** Unit vectors in the axes of the head: x to the right, y up, z to the back. */
  directions: Float32Array
  /**
   * Samples, 0 for the nearest direction, those of the left ear; those of the right one follow, or it is the left one's
   * mirror image.
   */
  delays: Float32Array
  /** As many taps a delay, without it; {@link RESPONSE_TAPS} as they are in a file. */
  responses: Float32Array
}

/** The file of a table: 16-bit numbers, little-endian, responses relative to the loudest tap. */
export function packResponseTable({
  sampleRate,
  directions,
  delays,
  responses,
}: ResponseTable): Uint8Array<ArrayBuffer> {
  const count = directions.length / 3
  const ears = delays.length / count
  const peak = responses.reduce((most, tap) => Math.max(most, Math.abs(tap)), 0)
  const bytes = new Uint8Array(measureTable(count, ears))
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(4, count, true)
  view.setUint32(8, RESPONSE_TAPS, true)
  view.setFloat32(12, sampleRate, true)
  view.setFloat32(16, peak, true)
  view.setUint32(20, ears, true)
  let at = HEADER_BYTES
  const put = (values: Float32Array, scale: number) => {
    for (const value of values) {
      view.setInt16(at, Math.round(value * scale), true)
      at += 2
    }
  }
  put(directions, UNIT)
  put(delays, DELAY_UNIT)
  put(responses, UNIT / peak)
  return bytes
}

/** @throws {Error} for a file of another kind, or one that no head can have: one sentence */
export function readResponseTable(file: ArrayBuffer): ResponseTable {
  const view = new DataView(file)
  const isTable =
    file.byteLength > HEADER_BYTES && file.byteLength <= MAX_TABLE_BYTES && view.getUint32(0, true) === MAGIC
  const count = isTable ? view.getUint32(4, true) : 0
  const ears = isTable ? view.getUint32(20, true) : 0
  const isWhole =
    count > 0 &&
    (ears === 1 || ears === 2) &&
    view.getUint32(8, true) === RESPONSE_TAPS &&
    file.byteLength === measureTable(count, ears)
  if (!isWhole) throw new Error('Not a table of responses: make one with npm run hrtf.')
  let at = HEADER_BYTES
  const take = (length: number, scale: number) =>
    Float32Array.from({ length }, () => {
      at += 2
      return view.getInt16(at - 2, true) * scale
    })
  const sampleRate = view.getFloat32(12, true)
  const peak = view.getFloat32(16, true)
  const directions = take(3 * count, 1 / UNIT)
  const delays = take(ears * count, 1 / DELAY_UNIT)
  const isHead =
    sampleRate >= RATES.min &&
    sampleRate <= RATES.max &&
    peak > 0 &&
    peak <= MAX_PEAK &&
    delays.every((delay) => delay >= 0 && delay <= MAX_DELAY_S * sampleRate) &&
    directions.every((_, i) => i % 3 > 0 || Math.abs(Math.hypot(...directions.subarray(i, i + 3)) - 1) < 0.01)
  if (!isHead) throw new Error('A damaged table of responses: make it again with npm run hrtf.')
  return { sampleRate, directions, delays, responses: take(RESPONSE_TAPS * ears * count, peak / UNIT) }
}

/** Bytes of a file with so many directions. */
export const measureTable = (count: number, ears: number): number =>
  HEADER_BYTES + 2 * count * (3 + ears * (1 + RESPONSE_TAPS))
