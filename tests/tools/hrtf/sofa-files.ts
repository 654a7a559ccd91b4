import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Dataset, File, ready } from 'h5wasm/node'
import { afterAll } from 'vitest'
import { createSphere } from '../../../tools/hrtf/spread-directions.ts'

await ready

/** Meters; of the spheres that stand for heads. */
const HEAD_RADIUS_M = 0.0875
const SPEED_OF_SOUND = 343

type Vector = readonly [number, number, number]
type Variable = { shape: number[]; values: ArrayLike<number>; attributes?: Record<string, string> }

export type SofaContent = {
  attributes: Record<string, string>
  variables: Record<string, Variable>
}

/** A folder that is gone after the tests. */
export function createSofaFolder(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'songwalk-sofa-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  return (name) => join(folder, name)
}

export function writeSofa(path: string, { attributes, variables }: SofaContent): string {
  const file = new File(path, 'w')
  for (const [name, value] of Object.entries(attributes)) file.create_attribute(name, value)
  for (const [name, { shape, values, attributes: own = {} }] of Object.entries(variables)) {
    file.create_dataset({ name, data: Float64Array.from(values), shape })
    const variable = file.get(name) as Dataset
    for (const [key, value] of Object.entries(own)) variable.create_attribute(key, value)
  }
  file.close()
  return path
}

/** The arrival at an ear on a sphere (Woodworth), seconds after the nearest point of it. */
export function computeArrival(cosine: number): number {
  const angle = Math.acos(Math.max(-1, Math.min(1, cosine)))
  const path = angle <= Math.PI / 2 ? 1 - Math.cos(angle) : 1 + angle - Math.PI / 2
  return (path * HEAD_RADIUS_M) / SPEED_OF_SOUND
}

export type HeadSetting = {
  sampleRate?: number
  length?: number
  /** Unit vectors in the axes of SOFA: x ahead, y to the left, z up. */
  directions?: Vector[]
  distance?: (row: number) => number
  cartesian?: boolean
  /** Moved out of the responses into Data.Delay, samples. */
  delay?: number
  /** Of the right ear against the left one. */
  rightGain?: number
}

/** Directions spread over the sphere, in the axes of SOFA. */
export const spreadSources = (count: number): Vector[] => {
  const sphere = createSphere(count)
  return Array.from({ length: count }, (_, i) => [-sphere[3 * i + 2]!, -sphere[3 * i]!, sphere[3 * i + 1]!])
}

/** A sphere with two ears: an arrival that a low-pass makes duller behind it. */
export function describeHead({
  sampleRate = 44_100,
  length = 256,
  directions = spreadSources(300),
  distance = () => 1.2,
  cartesian = false,
  delay = 0,
  rightGain = 1,
}: HeadSetting = {}): SofaContent {
  const count = directions.length
  const responses = new Float64Array(count * 2 * length)
  directions.forEach(([, y], row) => {
    for (const ear of [0, 1]) {
      const cosine = ear === 0 ? y : -y
      const start = (0.0005 + computeArrival(cosine)) * sampleRate - delay
      const pole = Math.exp((-2 * Math.PI * (3000 + 4000 * (1 + cosine))) / sampleRate)
      for (let i = Math.max(0, Math.ceil(start)); i < length; i++)
        responses[(2 * row + ear) * length + i] = (ear === 0 ? 1 : rightGain) * (1 - pole) * pole ** (i - start)
    }
  })
  const positions = directions.flatMap(([x, y, z], row) => {
    const radius = distance(row)
    if (cartesian) return [radius * x, radius * y, radius * z]
    return [((Math.atan2(y, x) * 180) / Math.PI + 360) % 360, (Math.asin(z) * 180) / Math.PI, radius]
  })
  const system = cartesian
    ? { Type: 'cartesian', Units: 'metre' }
    : { Type: 'spherical', Units: 'degree, degree, metre' }
  return {
    attributes: { Conventions: 'SOFA', SOFAConventions: 'SimpleFreeFieldHRIR', DataType: 'FIR' },
    variables: {
      'Data.IR': { shape: [count, 2, length], values: responses },
      'Data.SamplingRate': { shape: [1], values: [sampleRate] },
      'Data.Delay': { shape: [1, 2], values: [delay, delay] },
      SourcePosition: { shape: [count, 3], values: positions, attributes: system },
      ListenerPosition: { shape: [1, 3], values: [0, 0, 0], attributes: { Type: 'cartesian' } },
      ListenerView: { shape: [1, 3], values: [1, 0, 0], attributes: { Type: 'cartesian' } },
      ListenerUp: { shape: [1, 3], values: [0, 0, 1], attributes: { Type: 'cartesian' } },
      ReceiverPosition: { shape: [2, 3, 1], values: [0, 0.09, 0, 0, -0.09, 0] },
    },
  }
}
