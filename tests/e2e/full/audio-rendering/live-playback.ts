import { createPlayback } from '../../../../audio/playback/playback.ts'
import { createBufferStore } from '../../../../audio/playback/sample-store.ts'
import { createAudioContext, createVoicePool } from '../../../../audio/playback/voice-pool.ts'
import { createBuffer, createSpans } from './render-offline.ts'

// Scenarios in real time, on the page's own AudioContext.

/** Plays a song for a second: at which rate the context runs, and song seconds per second of the clock. */
export async function measureLivePlayback(rate: number, contextRate = rate) {
  const context = createAudioContext(contextRate)
  const buffer = createBuffer(rate, 3, (i) => 0.1 * Math.sin((2 * Math.PI * 330 * i) / rate))
  const voices = createVoicePool(createBufferStore(buffer), context)
  const playback = createPlayback(
    createSpans(0, 0.4, 1.5, 3),
    voices,
    () => [0, 0, -1],
    () => undefined,
  )
  await voices.resume()
  playback.play()
  const pass = (time: number) =>
    new Promise<number>((resolve) => {
      const look = () => (playback.time() >= time ? resolve(performance.now() / 1000) : setTimeout(look, 5))
      look()
    })
  const began = await pass(0.1)
  const first = playback.time()
  const level = await new Promise<number>((resolve) => {
    const look = () => (voices.level() > 0.001 ? resolve(voices.level()) : setTimeout(look, 5))
    look()
  })
  const ended = await pass(first + 1)
  const speed = (playback.time() - first) / (ended - began)
  playback.dispose()
  voices.dispose()
  await context.close()
  return { contextRate: context.sampleRate, speed, level }
}

/** The clock behind a closed context: does it still tick? */
export async function countTicksAfterClose(): Promise<number> {
  const context = createAudioContext(44100)
  let ticks = 0
  await new Promise<void>((resolve) => {
    context.on('tick', () => {
      ticks++
      resolve()
    })
  })
  await context.close()
  const before = ticks
  // Another context's clock measures the time in which the closed one's could have ticked.
  const other = createAudioContext(44100)
  await new Promise<void>((resolve) => {
    let left = 10
    other.on('tick', () => --left || resolve())
  })
  await other.close()
  return ticks - before
}
