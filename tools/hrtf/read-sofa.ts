import { stat } from 'node:fs/promises'
import { Dataset, File, Module, ready } from 'h5wasm/node'
import type { Hertz, Meters, Samples } from '../../audio/units.ts'

/** Measured responses of a head, `length` samples a direction and ear. */
export type MeasuredHead = {
  sampleRate: Hertz
  length: Samples
  /** Unit vectors in the axes of the head: x to the right, y up, z to the back. */
  directions: Float64Array
  left: MeasuredEar
  right: MeasuredEar
}
/** Responses, and what of each has been left out before it. */
export type MeasuredEar = { responses: Float32Array; delays: Float64Array }

/** What is wrong with a file, as one sentence for whoever chose it. */
export class SofaError extends Error {}

const CONVENTION = 'SimpleFreeFieldHRIR'
const LEAST_DIRECTIONS = 12
const MOST_NUMBERS = 100e6
const RATES: { min: Hertz; max: Hertz } = { min: 16_000, max: 384_000 }
/** 1 to 1.5 m, as measured: far enough for a head, near enough for a loudspeaker. */
const DISTANCES: { min: Meters; max: Meters } = { min: 0.95, max: 1.55 }
/** Between two shells of sources. */
const SHELL_GAP: Meters = 0.05

/**
 * Reads a SOFA file (AES69) of the convention SimpleFreeFieldHRIR; of several distances the one nearest to 1–1.5 m.
 * @throws {SofaError} one sentence
 */
export async function readSofa(path: string): Promise<MeasuredHead> {
  const file = await openHdf5(path)
  try {
    return readHead(path, file)
  } catch (error) {
    if (error instanceof SofaError) throw error
    throw new SofaError(`“${path}” is damaged: its numbers cannot be read. Download it again.`)
  } finally {
    file.close()
  }
}

async function openHdf5(path: string): Promise<File> {
  await ready
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) throw new SofaError(`“${path}” is not there, or no file.`)
  // Errors of HDF5 are printed otherwise.
  Module.activate_throwing_error_handler()
  try {
    return new File(path, 'r')
  } catch (error) {
    const isTruncated = String(error).includes('truncated')
    throw new SofaError(
      isTruncated
        ? `“${path}” is cut off: download it again.`
        : `“${path}” is no SOFA file (HDF5): choose a file of head-related impulse responses whose name ends in .sofa.`,
    )
  }
}

function readHead(path: string, file: File): MeasuredHead {
  const fail = (sentence: string) => new SofaError(`“${path}” ${sentence}`)
  const readText = (name: string) => String(file.attrs[name]?.value ?? '')
  if (readText('Conventions') !== 'SOFA') throw fail('is an HDF5 file, but no SOFA file; choose one.')
  const convention = readText('SOFAConventions')
  if (convention !== CONVENTION)
    throw fail(`holds ${convention || 'no named convention'}; songwalk needs ${CONVENTION}: choose or convert to that.`)

  const find = (name: string) => {
    const found = file.get(name)
    if (!found || !('shape' in found) || !found.shape)
      throw fail(`has no ${name}: choose a complete ${CONVENTION} file.`)
    return found
  }
  const responses = find('Data.IR')
  const [count = 0, ears = 0, length = 0] = responses.shape ?? []
  if (ears !== 2) throw fail(`has ${ears === 1 ? 'one ear' : `${ears} ears`} instead of two; choose another one.`)
  if (count === 0 || length === 0) throw fail('has no responses: they are 0 samples long. Choose another file.')
  if (count * ears * length > MOST_NUMBERS)
    throw fail(`is too large: ${count} directions of ${length} samples. Choose one with fewer or shorter responses.`)
  const read = (dataset: Dataset): Float64Array => {
    const values = Float64Array.from(dataset.value as ArrayLike<number>)
    if (!values.every(Number.isFinite)) throw fail('has numbers that are none (NaN or infinite); choose another file.')
    return values
  }
  const readVariable = (name: string): Float64Array => read(find(name))

  const [sampleRate = 0] = readVariable('Data.SamplingRate')
  if (!(sampleRate >= RATES.min && sampleRate <= RATES.max))
    throw fail(`has a sampling rate of ${sampleRate} Hz; 16 to 384 kHz are possible.`)
  const places = placeSources(file, readVariable, count)
  if (!places)
    throw fail(`names ${find('SourcePosition').shape?.[0]} positions for ${count} responses; choose another file.`)
  const all = read(responses)
  const rows = chooseShell(places.distances).filter((row) => {
    const response = all.subarray(2 * row * length, 2 * (row + 1) * length)
    return [0, 1].every((ear) => response.subarray(ear * length, (ear + 1) * length).some((value) => value !== 0))
  })
  if (rows.length < LEAST_DIRECTIONS)
    throw fail(`has responses of ${rows.length} directions; a head needs ${LEAST_DIRECTIONS} or more.`)
  // One delay an ear, or one a direction and ear; samples.
  const delays = file.get('Data.Delay') ? readVariable('Data.Delay') : new Float64Array(2)
  const takeEar = (ear: number): MeasuredEar => ({
    responses: Float32Array.from({ length: rows.length * length }, (_, i) => {
      const row = rows[Math.floor(i / length)] as number
      return all[(2 * row + ear) * length + (i % length)] as number
    }),
    delays: Float64Array.from(rows, (row) => delays[delays.length > 2 ? 2 * row + ear : ear] ?? 0),
  })
  const [firstY = 0, secondY = 0] = [1, 4].map((i) =>
    file.get('ReceiverPosition') ? readVariable('ReceiverPosition')[i] : 0,
  )
  const first = firstY < secondY ? 1 : 0
  return {
    sampleRate,
    length,
    directions: Float64Array.from(rows.flatMap((row) => Array.from(places.directions.subarray(3 * row, 3 * row + 3)))),
    left: takeEar(first),
    right: takeEar(1 - first),
  }
}

type Vector = readonly [number, number, number]
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
const scale = (a: Vector, factor: number): Vector => [a[0] * factor, a[1] * factor, a[2] * factor]
const unit = (a: Vector): Vector => scale(a, 1 / (Math.hypot(...a) || 1))

/** Where the sources are about a head, which looks along ListenerView; null if there are not as many as responses. */
function placeSources(file: File, readVariable: (name: string) => Float64Array, count: number) {
  const readVectors = (name: string, fallback: Vector): ((row: number) => Vector) => {
    const found = file.get(name)
    if (!(found instanceof Dataset)) return () => fallback
    const values = readVariable(name)
    const isSpherical = String(found.attrs.Type?.value ?? 'cartesian') === 'spherical'
    return (row) => {
      const at = values.length > 3 ? 3 * row : 0
      const [a = 0, b = 0, c = 0] = values.subarray(at, at + 3)
      if (!isSpherical) return [a, b, c]
      const [azimuth, elevation] = [(a * Math.PI) / 180, (b * Math.PI) / 180]
      return scale(
        [Math.cos(elevation) * Math.cos(azimuth), Math.cos(elevation) * Math.sin(azimuth), Math.sin(elevation)],
        // A distance that is not known is 0 in some files.
        c || 1,
      )
    }
  }
  const sourceValues = readVariable('SourcePosition').length
  if (sourceValues !== 3 * count && sourceValues !== 3) return null
  const getSource = readVectors('SourcePosition', [1, 0, 0])
  const getHead = readVectors('ListenerPosition', [0, 0, 0])
  const getView = readVectors('ListenerView', [1, 0, 0])
  const getUp = readVectors('ListenerUp', [0, 0, 1])
  const directions = new Float64Array(3 * count)
  const distances = new Float64Array(count)
  for (let row = 0; row < count; row++) {
    const [source, head] = [getSource(row), getHead(row)]
    const offset: Vector = [source[0] - head[0], source[1] - head[1], source[2] - head[2]]
    const forward = unit(getView(row))
    const right = unit(cross(forward, getUp(row)))
    const up = cross(right, forward)
    const along = (axis: Vector) => offset[0] * axis[0] + offset[1] * axis[1] + offset[2] * axis[2]
    directions.set(unit([along(right), along(up), -along(forward)]), 3 * row)
    distances[row] = Math.hypot(...offset)
  }
  return { directions, distances }
}

/** Rows of the distance nearest to 1–1.5 m; of several such the one with the most directions. */
function chooseShell(distances: Float64Array): number[] {
  const shells: { distance: Meters; rows: number[] }[] = []
  let last = Number.NEGATIVE_INFINITY
  for (const row of [...distances.keys()].sort((a, b) => distances[a]! - distances[b]! || a - b)) {
    const distance = distances[row] as number
    if (distance - last > SHELL_GAP) shells.push({ distance, rows: [] })
    shells.at(-1)?.rows.push(row)
    last = distance
  }
  const measure = ({ distance }: { distance: Meters }) =>
    Math.max(0, DISTANCES.min - distance, distance - DISTANCES.max)
  const [best] = shells.sort((a, b) => measure(a) - measure(b) || b.rows.length - a.rows.length)
  return (best?.rows ?? []).sort((a, b) => a - b)
}
