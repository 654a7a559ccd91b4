import type { Hertz } from '../units.ts'

/** Taps of a response in a file. */
export const RESPONSE_TAPS = 128
/** Least file: its header of six 32-bit words. */
const HEADER_BYTES = 24
const MAGIC = 0x31545253
/** Directions are stored as 1 / 32767. */
const UNIT = 32767
/** Delays are stored as 1 / 256 samples. */
const DELAY_UNIT = 256

/** What the left ear of a head hears from all around; the right ear is its mirror image. */
export type ResponseTable = {
  sampleRate: Hertz
  /** Unit vectors in the axes of the head: x to the right, y up, z to the back. */
  directions: Float32Array
  /** Samples, 0 for the nearest direction. */
  delays: Float32Array
  /** As many taps a direction, without their delay; {@link RESPONSE_TAPS} as they are in a file. */
  responses: Float32Array
}

/** The file of a table: 16-bit numbers, little-endian, responses relative to the loudest tap. */
export function packResponseTable({
  sampleRate,
  directions,
  delays,
  responses,
}: ResponseTable): Uint8Array<ArrayBuffer> {
  const count = delays.length
  const peak = responses.reduce((most, tap) => Math.max(most, Math.abs(tap)), 0)
  const bytes = new Uint8Array(measureTable(count))
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(4, count, true)
  view.setUint32(8, RESPONSE_TAPS, true)
  view.setFloat32(12, sampleRate, true)
  view.setFloat32(16, peak, true)
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

/** @throws {Error} for a file of another kind */
export function readResponseTable(file: ArrayBuffer): ResponseTable {
  const view = new DataView(file)
  const isTable = file.byteLength > HEADER_BYTES && view.getUint32(0, true) === MAGIC
  const count = isTable ? view.getUint32(4, true) : 0
  if (count === 0 || view.getUint32(8, true) !== RESPONSE_TAPS || file.byteLength !== measureTable(count))
    throw new Error('Not a table of responses: make one with npm run hrtf.')
  let at = HEADER_BYTES
  const take = (length: number, scale: number) =>
    Float32Array.from({ length }, () => {
      at += 2
      return view.getInt16(at - 2, true) * scale
    })
  return {
    sampleRate: view.getFloat32(12, true),
    directions: take(3 * count, 1 / UNIT),
    delays: take(count, 1 / DELAY_UNIT),
    responses: take(RESPONSE_TAPS * count, view.getFloat32(16, true) / UNIT),
  }
}

const measureTable = (count: number): number => HEADER_BYTES + 2 * count * (4 + RESPONSE_TAPS)
