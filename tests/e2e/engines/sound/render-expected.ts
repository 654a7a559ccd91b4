import { BLOCK_SAMPLES } from '../../../../audio/playback/binaural-ears.ts'
import { computeBoundaries, createSegment, type Segment } from '../../../../audio/playback/chunk-segments.ts'
import { computeEnergies, computeMakeUpGain, limitMakeUp } from '../../../../audio/playback/leveling.ts'
import type { Point } from '../../harness/snapshot.ts'
import type { Stereo } from './compare-sound.ts'
import { openNodeMixer } from './node-binaural.ts'
import { createTestSong, SONG_RATE_HZ } from './test-song.ts'

/** A chunk of the test song, and where it hangs: relative to the head. */
export type PlacedChunk = { start: number; end: number; loudness: number; position: Point }

/** The test song as its boxes should sound, all chunks at their places, without any browser. */
export async function renderExpected(chunks: PlacedChunk[]): Promise<Stereo> {
  const samples = createTestSong()
  const mixer = await openNodeMixer(SONG_RATE_HZ, chunks.length)
  const heard = { left: new Float32Array(samples.length), right: new Float32Array(samples.length) }
  const positions = Float32Array.from(chunks.flatMap(({ position }) => position))
  const makeUp = computeMakeUpGain(positions, computeEnergies(chunks), 0, 0, 0, 1)
  const gains = chunks.map(({ position }) => limitMakeUp(makeUp, Math.hypot(...position)))
  const boundaries = computeBoundaries(chunks, SONG_RATE_HZ)
  const segments = chunks.map((_, i) => createSegment(boundaries, i, SONG_RATE_HZ))
  const block = new Float32Array(BLOCK_SAMPLES)
  for (let at = 0; at + BLOCK_SAMPLES <= samples.length; at += BLOCK_SAMPLES) {
    mixer.clear()
    chunks.forEach(({ position }, i) => {
      const segment = segments[i] as Segment
      for (let k = 0; k < BLOCK_SAMPLES; k++)
        block[k] =
          (gains[i] as number) *
          (samples[at + k] as number) *
          computeFade(segment, (at + k) / SONG_RATE_HZ - segment.offset)
      mixer.positions.set(position, 3 * i)
      mixer.addInput(i, block, 0)
    })
    const [{ left, right }] = mixer.outputs as [(typeof mixer.outputs)[0]]
    heard.left.set(left, at)
    heard.right.set(right, at)
  }
  return heard
}

/** Gain of a segment after a time from its beginning. */
function computeFade({ duration, fadeIn, fadeOut }: Segment, time: number): number {
  if (time < 0 || time > duration) return 0
  const left = duration - time
  return Math.min(1, fadeIn > 0 ? time / fadeIn : 1, fadeOut > 0 ? left / fadeOut : 1)
}
