import FFT from 'fft.js'

/** Left and right. */
export type Stereo = { left: Float32Array; right: Float32Array }

const toDecibels = (power: number): number => 10 * Math.log10(power + 1e-20)

/** Mean square of x[from, to), dBFS. */
export function measureLevel(x: Float32Array, from = 0, to = x.length): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += (x[i] ?? 0) ** 2
  return toDecibels(sum / Math.max(1, to - from))
}

type Complex = number[]

const nextPowerOfTwo = (length: number): number => 2 ** Math.ceil(Math.log2(length))

function transform(fft: FFT, values: Float32Array): Complex {
  const padded = new Array<number>(fft.size).fill(0)
  for (let i = 0; i < values.length; i++) padded[i] = values[i] as number
  const spectrum = fft.createComplexArray() as Complex
  fft.realTransform(spectrum, padded)
  fft.completeSpectrum(spectrum)
  return spectrum
}

/** Where `piece` begins in x, by the largest normalized cross-correlation, and that correlation. */
export function locate(x: Float32Array, piece: Float32Array): { at: number; correlation: number } {
  const fft = new FFT(nextPowerOfTwo(x.length + piece.length))
  const [a, b] = [transform(fft, x), transform(fft, piece)]
  const product = fft.createComplexArray() as Complex
  for (let i = 0; i < product.length; i += 2) {
    const [ar, ai, br, bi] = [a[i], a[i + 1], b[i], b[i + 1]] as [number, number, number, number]
    product[i] = ar * br + ai * bi
    product[i + 1] = ai * br - ar * bi
  }
  const correlation = fft.createComplexArray() as Complex
  fft.inverseTransform(correlation, product)
  const pieceEnergy = piece.reduce((sum, value) => sum + value ** 2, 0)
  let energy = 1e-9
  for (let i = 0; i < piece.length; i++) energy += (x[i] as number) ** 2
  let best = { at: 0, correlation: 0 }
  for (let at = 0; at + piece.length < x.length; at++) {
    const value = (correlation[2 * at] as number) / Math.sqrt(Math.max(1e-9, energy) * pieceEnergy)
    if (value > best.correlation) best = { at, correlation: value }
    energy += (x[at + piece.length] as number) ** 2 - (x[at] as number) ** 2
  }
  return best
}

export const mix = ({ left, right }: Stereo): Float32Array => left.map((value, i) => value + (right[i] ?? 0))

export interface Comparison {
  /** Level of what was heard against what was expected, dB. */
  levels: { left: number; right: number }
  /** What was heard and not expected: dB against the expected. */
  difference: number
  /** The hardest edge that was not expected, as the height of the jump that looks like it, dBFS. */
  click: number
  /** Seconds of the song whose sound is missing. */
  gaps: number[]
  /** Share of the song in which the machine was late: the sound stood still and went on. That part is not compared. */
  late: number
}

const PIECE_S = 0.25
/** By which the song is found in the recording. */
const PASSAGES = 5
/** Longest time by which the machine may be late in all. */
const MAX_LATE_S = 1.5
const GAP_WINDOW_S = 0.01
/** A window this much quieter than expected is a gap. */
const GAP_DEPTH_DB = 12

/**
 * Compares what was heard with what was expected, piece by piece. A device that was not fed in time shifts all that
 * follows; a fault of the player does not, for it plays by the clock.
 */
export function compareSound(heard: Stereo, expected: Stereo, sampleRate: number): Comparison {
  const length = Math.round(PIECE_S * sampleRate)
  const count = Math.floor(expected.left.length / length)
  const [x, y] = [mix(heard), mix(expected)]
  const start = locateStart(x, y, length * Math.min(count, 4))
  const margin = Math.round(MAX_LATE_S * sampleRate)
  const lags = Array.from({ length: count }, (_, i) => {
    const from = Math.max(0, start + i * length - margin)
    const found = locate(x.subarray(from, start + (i + 1) * length + margin), y.subarray(i * length, (i + 1) * length))
    return from + found.at - i * length
  })
  const pieces = findUnshiftedPieces(lags).map(({ piece, lag }) => ({ from: piece * length, lag }))
  return { ...comparePieces(heard, expected, pieces, length, sampleRate), late: 1 - pieces.length / count }
}

/** Where y begins in x: the middle one of what several passages of y say, for the device may have been late in some. */
function locateStart(x: Float32Array, y: Float32Array, length: number): number {
  const starts = Array.from({ length: PASSAGES }, (_, i) => {
    const from = Math.round((i / (PASSAGES - 1)) * (y.length - length))
    return locate(x, y.subarray(from, from + length)).at - from
  })
  return starts.sort((a, b) => a - b)[PASSAGES >> 1] as number
}

/**
 * The pieces around which the sound has not shifted, each with its lag. A piece whose own lag differs from that of both
 * sides is not late but wrong: it stays.
 */
function findUnshiftedPieces(lags: readonly number[]): { piece: number; lag: number }[] {
  const isStable = (i: number) => lags[i] === lags[i - 1] || lags[i] === lags[i + 1]
  const stable = lags.map((_, i) => i).filter(isStable)
  return lags.flatMap((_, piece) => {
    const before = stable.findLast((i) => i < piece) ?? stable.find((i) => i > piece)
    const after = stable.find((i) => i > piece) ?? stable.findLast((i) => i < piece)
    if (before === undefined || after === undefined || lags[before] !== lags[after]) return []
    return [{ piece, lag: lags[before] as number }]
  })
}

function comparePieces(
  heard: Stereo,
  expected: Stereo,
  pieces: { from: number; lag: number }[],
  length: number,
  sampleRate: number,
): Omit<Comparison, 'late'> {
  const powers = { left: [0, 0], right: [0, 0] }
  let residualPower = 0
  let click = -200
  const gaps: number[] = []
  const window = Math.round(GAP_WINDOW_S * sampleRate)
  for (const { from, lag } of pieces) {
    const isMissing = new Array<boolean>(Math.floor(length / window)).fill(true)
    for (const side of ['left', 'right'] as const) {
      const x = heard[side].slice(from + lag, from + lag + length)
      const y = expected[side].subarray(from, from + length)
      const residual = x.map((value, i) => value - (y[i] as number))
      powers[side][0] = (powers[side][0] as number) + 10 ** (measureLevel(x) / 10)
      powers[side][1] = (powers[side][1] as number) + 10 ** (measureLevel(y) / 10)
      residualPower += 10 ** (measureLevel(residual) / 10)
      click = Math.max(click, measureClick(residual))
      isMissing.forEach((_, i) => {
        const [at, end] = [i * window, (i + 1) * window]
        if (measureLevel(x, at, end) > measureLevel(y, at, end) - GAP_DEPTH_DB) isMissing[i] = false
      })
    }
    for (const [i, missing] of isMissing.entries()) if (missing) gaps.push((from + i * window) / sampleRate)
  }
  const compare = ([x, y]: number[]) => toDecibels((x as number) / (y as number))
  return {
    levels: { left: compare(powers.left), right: compare(powers.right) },
    difference: toDecibels(residualPower / ((powers.left[1] as number) + (powers.right[1] as number))),
    click,
    gaps,
  }
}

/** A device that is not fed in time is silent for about this long, samples. */
const LATE_RUN = { min: 48, max: 24_000 }
/** Edges this close to such a silence are the machine's. */
const LATE_EDGE = 8

/** The hardest edge in x, dBFS: the fourth difference, which a jump of height 1 takes to 3. */
export function measureClick(x: Float32Array): number {
  const isLate = new Uint8Array(x.length)
  for (let from = 0; from < x.length; from++) {
    if (x[from] !== 0) continue
    let end = from
    while (end < x.length && x[end] === 0) end++
    const run = end - from
    if (run >= LATE_RUN.min && run <= LATE_RUN.max)
      isLate.fill(1, Math.max(0, from - LATE_EDGE), Math.min(x.length, end + LATE_EDGE))
    from = end
  }
  let most = 0
  for (let i = 0; i + 4 < x.length; i++) {
    if (isLate[i]) continue
    const at = (k: number) => x[i + k] as number
    most = Math.max(most, Math.abs(at(0) - 4 * at(1) + 6 * at(2) - 4 * at(3) + at(4)))
  }
  return 20 * Math.log10(most / 3 + 1e-10)
}

/** The first sample of either channel from `from` on that is louder than `threshold`; -1 if none is. */
export function findOnset({ left, right }: Stereo, threshold: number, from = 0): number {
  for (let i = Math.max(0, from); i < left.length; i++)
    if (Math.abs(left[i] as number) > threshold || Math.abs(right[i] as number) > threshold) return i
  return -1
}
