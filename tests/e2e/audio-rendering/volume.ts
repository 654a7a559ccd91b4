import { createPlayback } from '../../../audio/playback/playback.ts'
import { createBufferStore } from '../../../audio/playback/sample-store.ts'
import { createAudioContext, createVoicePool } from '../../../audio/playback/voice-pool.ts'
import { rms } from './measure.ts'
import { makeBuffer, render, spans } from './render-offline.ts'

const rate = 44100

/** A sound that is the same everywhere, while the volume goes to a half, to nothing and back: dB, and samples. */
export async function volumesHeard(spatial: boolean) {
  const [heard] = await render({
    buffer: makeBuffer(rate, 3, () => 0.5),
    chunks: spans(0, 3),
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
  const span = (from: number, to: number) => [Math.round(from * rate), Math.round(to * rate)] as const
  const level = (from: number, to: number) => rms(x, ...span(from, to))
  let steepest = 0
  for (let i = 0.4 * rate; i < 2.1 * rate; i++) steepest = Math.max(steepest, Math.abs((x[i] ?? 0) - (x[i - 1] ?? 0)))
  return {
    full: level(0.3, 0.5),
    half: level(0.7, 1),
    none: x.subarray(...span(1.2, 1.5)).reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    again: level(1.8, 2.1),
    steepest,
  }
}

/** What the room breathes with, in real time, at volume 0. */
export async function levelWhenSilent(): Promise<number> {
  const context = createAudioContext(rate)
  const voices = createVoicePool(
    createBufferStore(makeBuffer(rate, 3, (i) => 0.5 * Math.sin(i / 20))),
    context,
    false,
    0,
  )
  const playback = createPlayback(
    spans(0, 3),
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
