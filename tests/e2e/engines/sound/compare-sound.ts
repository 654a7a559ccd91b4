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

const mix = ({ left, right }: Stereo): Float32Array => left.map((value, i) => value + (right[i] ?? 0))

/** The sample of `heard` at which `expected` begins: the largest cross-correlation. */
export function findLag(heard: Stereo, expected: Stereo): number {
  const [x, y] = [mix(heard), mix(expected)]
  let size = 2
  while (size < x.length + y.length) size *= 2
  const fft = new FFT(size)
  const transform = (values: Float32Array) => {
    const padded = new Array<number>(size).fill(0)
    for (let i = 0; i < values.length; i++) padded[i] = values[i] as number
    const spectrum = fft.createComplexArray()
    fft.realTransform(spectrum, padded)
    fft.completeSpectrum(spectrum)
    return spectrum
  }
  const [a, b] = [transform(x), transform(y)]
  const product = fft.createComplexArray()
  for (let i = 0; i < product.length; i += 2) {
    const [ar, ai, br, bi] = [a[i], a[i + 1], b[i], b[i + 1]] as [number, number, number, number]
    product[i] = ar * br + ai * bi
    product[i + 1] = ai * br - ar * bi
  }
  const correlation = fft.createComplexArray()
  fft.inverseTransform(correlation, product)
  let best = 0
  for (let i = 0; i < size; i++) if ((correlation[2 * i] as number) > (correlation[2 * best] as number)) best = i
  return best >= size / 2 ? best - size : best
}

export interface Comparison {
  /** Level of what was heard against what was expected, dB. */
  levels: { left: number; right: number }
  /** What was heard and not expected: dB against the expected. */
  difference: number
  /** The hardest edge that was not expected, as the height of the jump that looks like it, dBFS. */
  click: number
  /** Seconds of the song whose sound is missing. */
  gaps: number[]
}

const GAP_WINDOW_S = 0.01
/** A window this much quieter than expected is a gap. */
const GAP_DEPTH_DB = 12

/** Compares x[lag...] with all of `expected`. */
export function compareSound(heard: Stereo, expected: Stereo, lag: number, sampleRate: number): Comparison {
  const length = expected.left.length
  const cut = (x: Float32Array) => Float32Array.from({ length }, (_, i) => x[i + lag] ?? 0)
  const [left, right] = [cut(heard.left), cut(heard.right)]
  const subtract = (x: Float32Array, y: Float32Array) => x.map((value, i) => value - (y[i] as number))
  const residuals = [subtract(left, expected.left), subtract(right, expected.right)]
  const expectedPower = 10 ** (measureLevel(expected.left) / 10) + 10 ** (measureLevel(expected.right) / 10)
  const residualPower = residuals.reduce((sum, x) => sum + 10 ** (measureLevel(x) / 10), 0)
  const window = Math.round(GAP_WINDOW_S * sampleRate)
  const gaps: number[] = []
  for (let from = 0; from + window <= length; from += window) {
    const missing = [
      [left, expected.left],
      [right, expected.right],
    ].every(
      ([x, y]) =>
        measureLevel(x as Float32Array, from, from + window) <
        measureLevel(y as Float32Array, from, from + window) - GAP_DEPTH_DB,
    )
    if (missing) gaps.push(from / sampleRate)
  }
  return {
    levels: {
      left: measureLevel(left) - measureLevel(expected.left),
      right: measureLevel(right) - measureLevel(expected.right),
    },
    difference: toDecibels(residualPower / expectedPower),
    click: Math.max(...residuals.map(measureClick)),
    gaps,
  }
}

/** The hardest edge in x, dBFS: the fourth difference, which a jump of height 1 takes to 3. */
export function measureClick(x: Float32Array): number {
  let most = 0
  for (let i = 0; i + 4 < x.length; i++) {
    const [a, b, c, d, e] = x.subarray(i, i + 5) as unknown as [number, number, number, number, number]
    most = Math.max(most, Math.abs(a - 4 * b + 6 * c - 4 * d + e))
  }
  return 20 * Math.log10(most / 3 + 1e-10)
}

/** The first sample of either channel from `from` on that is louder than `threshold`; -1 if none is. */
export function findOnset({ left, right }: Stereo, threshold: number, from = 0): number {
  for (let i = Math.max(0, from); i < left.length; i++)
    if (Math.abs(left[i] as number) > threshold || Math.abs(right[i] as number) > threshold) return i
  return -1
}
