import Omnitone from 'omnitone/build/omnitone.esm.js'
import { computeDistanceGain } from '../../audio/playback/distance-gain.ts'
import type { Point } from '../../audio/playback/hrtf-panners.ts'
import type { Decibels, Seconds } from '../../audio/units.ts'
import { createBuffer, createNoise } from '../../tests/e2e/full/audio-rendering/render-offline.ts'
import {
  CIRCLING_VOICES,
  COST_FRAMES_PER_SECOND,
  COST_RATE_HZ,
  locateCirclingVoice,
} from '../../tests/e2e/full/audio-rendering/spatial-cost.ts'
import {
  CARRIED_SECONDS,
  createTone,
  locateCarriedTone,
  measureWorstResidue,
} from '../../tests/e2e/full/audio-rendering/spatialization.ts'

// Runs inside a page: the work of our voices done by omnitone, all voices in one third-order ambisonic renderer.

const CHANNELS = 16

/** Third-order ambisonics (ACN, SN3D) of a position relative to the head, with the gain of its distance. */
function encode([right, up, back]: Point, gains: Float32Array): void {
  const distance = Math.hypot(right, up, back)
  const [x, y, z] = [-back / distance, -right / distance, up / distance]
  const [a, b, c] = [Math.sqrt(3), Math.sqrt(5 / 8), Math.sqrt(3 / 8)]
  gains.set([1, y, z, x])
  gains.set([a * x * y, a * y * z, (3 * z * z - 1) / 2, a * x * z, (a / 2) * (x * x - y * y)], 4)
  gains.set([b * y * (3 * x * x - y * y), Math.sqrt(15) * x * y * z, c * y * (5 * z * z - 1)], 9)
  gains.set([(z * (5 * z * z - 3)) / 2, c * x * (5 * z * z - 1), (Math.sqrt(15) / 2) * z * (x * x - y * y)], 12)
  gains[15] = b * x * (x * x - 3 * y * y)
  for (let i = 0; i < CHANNELS; i++) gains[i]! *= computeDistanceGain(distance)
}

type Scene = {
  buffer: AudioBuffer
  seconds: Seconds
  voices: number
  framesPerSecond: number
  /** null: all voices are mixed without any place. */
  locate: ((voice: number, time: Seconds) => Point) | null
}

/** Renders voices that are moved once a frame; gains ramp from frame to frame. */
async function renderScene({ buffer, seconds, voices, framesPerSecond, locate }: Scene) {
  const context = new OfflineAudioContext(2, Math.ceil(seconds * buffer.sampleRate), buffer.sampleRate)
  const renderer = locate && Omnitone.createHOARenderer(context, { ambisonicOrder: 3 })
  await renderer?.initialize()
  renderer?.output.connect(context.destination)
  const merger = context.createChannelMerger(CHANNELS)
  if (renderer) merger.connect(renderer.input)
  const gains = new Float32Array(CHANNELS)
  const encoders = Array.from({ length: voices }, (_, voice) => {
    const source = new AudioBufferSourceNode(context, { buffer })
    source.start()
    if (!locate) source.connect(context.destination)
    const nodes = Array.from({ length: locate ? CHANNELS : 0 }, (_, channel) => {
      const node = context.createGain()
      source.connect(node).connect(merger, 0, channel)
      return node
    })
    return { voice, nodes }
  })
  const place = (time: Seconds) => {
    for (const { voice, nodes } of locate ? encoders : []) {
      encode(locate!(voice, time), gains)
      nodes.forEach(({ gain }, i) => {
        if (time === 0) gain.setValueAtTime(gains[i]!, 0)
        else gain.linearRampToValueAtTime(gains[i]!, time)
      })
    }
  }
  let began = 0
  const stepAt = (frame: number) => {
    const time = frame / framesPerSecond
    if (time > seconds - 0.01) return
    void context.suspend(time).then(() => {
      began ||= performance.now()
      place(time + 1 / framesPerSecond)
      stepAt(frame + 1)
      return context.resume()
    })
  }
  place(0)
  place(1 / framesPerSecond)
  stepAt(1)
  const output = await context.startRendering()
  return { left: output.getChannelData(0), took: (performance.now() - began) / 1000 }
}

/** Time to render eight voices that circle about the ear in noise, as `measureSpatialCost` does; without their places if not `placed`. */
export async function measureOmnitoneCost(seconds: Seconds, placed: boolean): Promise<Seconds> {
  const next = createNoise()
  const { took } = await renderScene({
    buffer: createBuffer(COST_RATE_HZ, seconds, () => 0.1 * next()),
    seconds,
    voices: CIRCLING_VOICES,
    framesPerSecond: COST_FRAMES_PER_SECOND,
    locate: placed ? locateCirclingVoice : null,
  })
  return took
}

/** What is beside a carried tone, as `measureCarriedTone` does. */
export async function measureOmnitoneTone(hertz: number, framesPerSecond: number): Promise<Decibels> {
  const { left } = await renderScene({
    buffer: createTone(hertz),
    seconds: CARRIED_SECONDS,
    voices: 1,
    framesPerSecond,
    locate: (_, time) => locateCarriedTone(time),
  })
  return measureWorstResidue(left, hertz)
}
