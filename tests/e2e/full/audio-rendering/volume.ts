import { createPlayback } from '../../../../audio/playback/playback.ts'
import { createBufferStore } from '../../../../audio/playback/sample-store.ts'
import { createAudioContext, createVoicePool } from '../../../../audio/playback/voice-pool.ts'
import { measureRms } from './measure.ts'
import { createBuffer, createSpans, renderOffline } from './render-offline.ts'

const SAMPLE_RATE_HZ = 44100

/** A sound that is the same everywhere, while the volume goes to a half, to nothing and back: dB, and samples. */
export async function measureVolumeChanges(spatial: boolean) {
  const [heard] = await renderOffline({
    buffer: createBuffer(SAMPLE_RATE_HZ, 3, () => 0.5),
    chunks: createSpans(0, 3),
    seconds: 2.2,
    spatial,
    script: ({ playback, voices, at }) => {
      playback.play()
      at(0.5, () => voices.setVolume(0.5))
      at(1, () => voices.setVolume(0))
      at(1.5, () => voices.setVolume(1))
    },
  })
  const x = heard as Float32Array
  const span = (from: number, to: number) =>
    [Math.round(from * SAMPLE_RATE_HZ), Math.round(to * SAMPLE_RATE_HZ)] as const
  const level = (from: number, to: number) => measureRms(x, ...span(from, to))
  let steepest = 0
  for (let i = 0.4 * SAMPLE_RATE_HZ; i < 2.1 * SAMPLE_RATE_HZ; i++)
    steepest = Math.max(steepest, Math.abs((x[i] ?? 0) - (x[i - 1] ?? 0)))
  return {
    full: level(0.3, 0.5),
    half: level(0.7, 1),
    none: x.subarray(...span(1.2, 1.5)).reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    again: level(1.8, 2.1),
    steepest,
  }
}

/** What the room breathes with, in real time, at volume 0. */
export async function measureMutedLevel(): Promise<number> {
  const context = createAudioContext(SAMPLE_RATE_HZ)
  const voices = createVoicePool(
    createBufferStore(createBuffer(SAMPLE_RATE_HZ, 3, (i) => 0.5 * Math.sin(i / 20))),
    context,
    { spatial: false, volume: 0 },
  )
  const playback = createPlayback(
    createSpans(0, 3),
    voices,
    () => [0, 0, -1],
    () => undefined,
  )
  await voices.resume()
  playback.play()
  const level = await new Promise<number>((resolve) => {
    const look = () => (voices.level() > 0.05 ? resolve(voices.level()) : setTimeout(look, 5))
    look()
  })
  playback.dispose()
  voices.dispose()
  await context.close()
  return level
}
