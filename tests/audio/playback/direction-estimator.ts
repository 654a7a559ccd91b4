import FFT from 'fft.js'
import { AudioBufferSourceNode, OfflineAudioContext, PannerNode } from 'node-web-audio-api'
import type { Point } from '../../../audio/playback/hrtf-panners.ts'

export const ESTIMATOR_RATE_HZ = 44_100
export const ESTIMATOR_SAMPLES = 1024
/** What both ears hear of an impulse. */
export type HeardImpulse = { left: Float32Array; right: Float32Array }

/** Level between the ears in bands of a third of an octave; dB. */
const BANDS = 16
const LOWEST_HZ = 400
const HIGHEST_HZ = 16_000
/** Time between the ears is told by what is below this. */
const PHASE_HZ = 1600
const LONGEST_LAG = 45
/** A difference in time counts as much as one of so many dB. */
const SAMPLES_PER_DB = 0.3
const NEIGHBORS = 5

const fft = new FFT(ESTIMATOR_SAMPLES)
function transform(x: Float32Array): number[] {
  const spectrum = fft.createComplexArray() as number[]
  fft.realTransform(spectrum, Array.from(x))
  return spectrum
}

type Features = { lag: number; levels: number[] }

function describe({ left, right }: HeardImpulse): Features {
  const [a, b] = [transform(left), transform(right)]
  const power = (x: number[], k: number) => x[2 * k]! ** 2 + x[2 * k + 1]! ** 2
  const binOf = (hertz: number) => Math.round((hertz * ESTIMATOR_SAMPLES) / ESTIMATOR_RATE_HZ)
  const levels = Array.from({ length: BANDS }, (_, band) => {
    const edge = (i: number) => binOf(LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** (i / BANDS))
    let [l, r] = [1e-12, 1e-12]
    for (let k = edge(band); k <= edge(band + 1); k++) {
      l += power(a, k)
      r += power(b, k)
    }
    return 10 * Math.log10(l / r)
  })
  // By phase alone: the loudest part must not decide.
  const correlate = (lag: number) => {
    let sum = 0
    for (let k = 2; k <= binOf(PHASE_HZ); k++) {
      const re = a[2 * k]! * b[2 * k]! + a[2 * k + 1]! * b[2 * k + 1]!
      const im = a[2 * k + 1]! * b[2 * k]! - a[2 * k]! * b[2 * k + 1]!
      const phase = (2 * Math.PI * k * lag) / ESTIMATOR_SAMPLES
      sum += (re * Math.cos(phase) - im * Math.sin(phase)) / (Math.hypot(re, im) + 1e-12)
    }
    return sum
  }
  let lag = 0
  for (let one = -LONGEST_LAG; one <= LONGEST_LAG; one += 0.25) if (correlate(one) > correlate(lag)) lag = one
  return { lag, levels }
}

/** An impulse by the PannerNode of node-web-audio-api, which has measured ears of a person (IRCAM Listen 1003). */
async function hearOtherEars([x, y, z]: Point): Promise<HeardImpulse> {
  const context = new OfflineAudioContext(2, ESTIMATOR_SAMPLES, ESTIMATOR_RATE_HZ)
  const buffer = context.createBuffer(1, 8, ESTIMATOR_RATE_HZ)
  buffer.getChannelData(0)[0] = 1
  const source = new AudioBufferSourceNode(context, { buffer })
  const panner = new PannerNode(context, { panningModel: 'HRTF', positionX: x, positionY: y, positionZ: z })
  source.connect(panner).connect(context.destination)
  source.start()
  const rendered = await context.startRendering()
  return { left: rendered.getChannelData(0).slice(), right: rendered.getChannelData(1).slice() }
}

/** Azimuth clockwise from ahead, elevation up; degrees. */
export function aimAt(azimuth: number, elevation: number): [number, number, number] {
  const [a, e] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180]
  return [Math.sin(a) * Math.cos(e), Math.sin(e), -Math.cos(a) * Math.cos(e)]
}

/** Recognizes how far to the right a sound is, from -1 to 1 (the cosine to the right ear), by another head's ears. */
export async function createSideEstimator(): Promise<(heard: HeardImpulse) => number> {
  const templates: (Features & { side: number })[] = []
  for (let elevation = -40; elevation <= 80; elevation += 20) {
    const count = Math.max(6, Math.round(36 * Math.cos((elevation * Math.PI) / 180)))
    for (let i = 0; i < count; i++) {
      const direction = aimAt((360 * i) / count, elevation)
      templates.push({ side: direction[0], ...describe(await hearOtherEars(direction)) })
    }
  }
  return (heard) => {
    const { lag, levels } = describe(heard)
    const ranked = templates
      .map((template) => {
        const levelDistance = template.levels.reduce((sum, dB, i) => sum + (dB - levels[i]!) ** 2 / BANDS, 0)
        return { side: template.side, distance: levelDistance + ((template.lag - lag) / SAMPLES_PER_DB) ** 2 }
      })
      .sort((a, b) => a.distance - b.distance)
      .slice(0, NEIGHBORS)
    const weights = ranked.map(({ distance }) => 1 / (1 + distance))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    return ranked.reduce((sum, { side }, i) => sum + (side * weights[i]!) / total, 0)
  }
}
