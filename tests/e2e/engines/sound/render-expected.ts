import { readFile } from 'node:fs/promises'
import FFT from 'fft.js'
import { BLOCK_SAMPLES } from '../../../../audio/playback/binaural-ears.ts'
import { computeBoundaries, createSegment, type Segment } from '../../../../audio/playback/chunk-segments.ts'
import { computeSendGain } from '../../../../audio/playback/distance-gain.ts'
import { computeEnergies, computeMakeUpGain, limitMakeUp } from '../../../../audio/playback/leveling.ts'
import { createRoomImpulse } from '../../../../audio/playback/room/room-impulse.ts'
import { panStereo } from '../../../../audio/playback/speakers/pan-laws.ts'
import { createSpeakerMixer } from '../../../../audio/playback/speakers/speaker-mixer.ts'
import type { Point } from '../../harness/snapshot.ts'
import type { Stereo } from './compare-sound.ts'
import { openNodeMixer } from './node-binaural.ts'
import { createTestSong, SONG_RATE_HZ } from './test-song.ts'

/** A chunk of the test song, and where it hangs: relative to the head. */
export type PlacedChunk = { start: number; end: number; loudness: number; position: Point; size?: number }

/** How the song is listened to; without anything by the ears that ship, in no room. */
export type Listening = {
  output?: 'loudspeakers'
  /** A hall around the head: the world's up and its x in the axes of the head, and the height of the ears. */
  hall?: { axes: ArrayLike<number>; earHeight: number }
  /** Path of a table of other ears. */
  ears?: string
  /** Of the whole song. */
  gain?: number
}

/** Of the tail of a sound at full gain, as in room-tail.ts. */
const TAIL_GAIN = 0.2
/** Longer than the hall takes to come. */
const HALL_FADE_BLOCKS = 200

type Mix = {
  add: (input: number, position: Point, size: number, block: Float32Array) => void
  /** @returns both ears of the block, after all its inputs */
  finish: () => Stereo
}

/** The test song as its boxes should sound, all chunks at their places, without any browser. */
export async function renderExpected(chunks: PlacedChunk[], listening: Listening = {}): Promise<Stereo> {
  const samples = createTestSong()
  const mix = await openMix(chunks.length, listening)
  const heard = { left: new Float32Array(samples.length), right: new Float32Array(samples.length) }
  const sent = new Float32Array(samples.length)
  const positions = Float32Array.from(chunks.flatMap(({ position }) => position))
  const { gain = 1 } = listening
  const makeUp = computeMakeUpGain(positions, computeEnergies(chunks), 0, 0, 0, 1)
  const gains = chunks.map(({ position }) => gain * limitMakeUp(makeUp, Math.hypot(...position)))
  const boundaries = computeBoundaries(chunks, SONG_RATE_HZ)
  const segments = chunks.map((_, i) => createSegment(boundaries, i, SONG_RATE_HZ))
  const block = new Float32Array(BLOCK_SAMPLES)
  for (let at = 0; at + BLOCK_SAMPLES <= samples.length; at += BLOCK_SAMPLES) {
    chunks.forEach(({ position, size = 0 }, i) => {
      const segment = segments[i] as Segment
      const send = computeSendGain(Math.hypot(...position))
      for (let k = 0; k < BLOCK_SAMPLES; k++) {
        block[k] =
          (gains[i] as number) *
          (samples[at + k] as number) *
          computeFade(segment, (at + k) / SONG_RATE_HZ - segment.offset)
        sent[at + k] = (sent[at + k] as number) + send * (block[k] as number)
      }
      mix.add(i, position, size, block)
    })
    const { left, right } = mix.finish()
    heard.left.set(left, at)
    heard.right.set(right, at)
  }
  if (listening.hall) addTail(heard, sent)
  return heard
}

async function openMix(inputs: number, { output, hall, ears }: Listening): Promise<Mix> {
  if (output === 'loudspeakers') {
    const speakers = createSpeakerMixer(SONG_RATE_HZ, BLOCK_SAMPLES, panStereo, 2, inputs, 1)
    return {
      add: (input, position, _size, block) => {
        speakers.positions.set(position, 3 * input)
        speakers.addInput(input, block, 0)
      },
      finish: () => {
        const [[left, right]] = speakers.outputs as [[Float32Array, Float32Array]]
        const both = { left: left.slice(), right: right.slice() }
        speakers.clear()
        return both
      },
    }
  }
  const mixer = await openNodeMixer(SONG_RATE_HZ, inputs, ears ? await readFile(ears) : undefined)
  if (hall) {
    mixer.room.set([1, ...Array.from(hall.axes), hall.earHeight])
    for (let i = 0; i < HALL_FADE_BLOCKS; i++) mixer.clear()
  }
  mixer.clear()
  return {
    add: (input, position, size, block) => {
      mixer.positions.set(position, 3 * input)
      mixer.sizes[input] = size
      mixer.addInput(input, block, 0)
    },
    finish: () => {
      if (hall) mixer.addRoom()
      const [{ left, right }] = mixer.outputs as [(typeof mixer.outputs)[0]]
      const both = { left: left.slice(), right: right.slice() }
      mixer.clear()
      return both
    },
  }
}

/** Adds what a hall leaves of all that was sent to it. */
function addTail(heard: Stereo, sent: Float32Array): void {
  const steps = createRoomImpulse(SONG_RATE_HZ)
  let step = steps.next()
  while (!step.done) step = steps.next()
  for (const side of ['left', 'right'] as const) {
    const tail = convolve(sent, step.value[side])
    for (let i = 0; i < sent.length; i++) heard[side][i] = (heard[side][i] as number) + TAIL_GAIN * (tail[i] as number)
  }
}

function convolve(x: Float32Array, response: Float32Array): number[] {
  const fft = new FFT(2 ** Math.ceil(Math.log2(x.length + response.length)))
  const [a, b] = [x, response].map((values) => {
    const padded = new Float32Array(fft.size)
    padded.set(values)
    const spectrum = fft.createComplexArray() as number[]
    fft.realTransform(spectrum, padded as unknown as number[])
    fft.completeSpectrum(spectrum)
    return spectrum
  }) as [number[], number[]]
  for (let i = 0; i < a.length; i += 2) {
    const [ar, ai, br, bi] = [a[i], a[i + 1], b[i], b[i + 1]] as [number, number, number, number]
    a[i] = ar * br - ai * bi
    a[i + 1] = ar * bi + ai * br
  }
  const result = fft.createComplexArray() as number[]
  fft.inverseTransform(result, a)
  return Array.from(x, (_, i) => result[2 * i] as number)
}

/** Gain of a segment after a time from its beginning. */
function computeFade({ duration, fadeIn, fadeOut }: Segment, time: number): number {
  if (time < 0 || time > duration) return 0
  const left = duration - time
  return Math.min(1, fadeIn > 0 ? time / fadeIn : 1, fadeOut > 0 ? left / fadeOut : 1)
}
