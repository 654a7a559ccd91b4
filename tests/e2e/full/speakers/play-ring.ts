import { createPlayback } from '../../../../audio/playback/playback.ts'
import { createBufferStore } from '../../../../audio/playback/sample-store.ts'
import type { SoundOutput } from '../../../../audio/playback/speakers/sound-output.ts'
import { createAudioContext, createVoicePool, type VoicePool } from '../../../../audio/playback/voice-pool.ts'

// Runs inside a page: the real voices on the real device.

const RATE_HZ = 44_100
let voices: VoicePool | null = null
let context: ReturnType<typeof createAudioContext> | null = null

/** Plays a tone that stands still at a direction, degrees clockwise from the front, as long as `seconds`. */
export async function playTone(output: SoundOutput, degrees: number, seconds: number): Promise<number> {
  const samples = new AudioBuffer({ length: 60 * RATE_HZ, sampleRate: RATE_HZ })
  samples.getChannelData(0).forEach((_, i, data) => {
    data[i] = 0.5 * Math.sin((2 * Math.PI * 441 * i) / RATE_HZ)
  })
  context = createAudioContext(RATE_HZ)
  voices = createVoicePool(createBufferStore(samples), context, { output })
  // The audio thread's parts are loaded.
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const turn = (degrees * Math.PI) / 180
  const playback = createPlayback(
    [{ start: 0, end: 60 }],
    voices,
    () => [Math.sin(turn), 0, -Math.cos(turn)],
    () => undefined,
  )
  await voices.resume()
  playback.play()
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds))
  const { maxChannelCount } = (context.rawContext as unknown as AudioContext).destination
  return maxChannelCount
}

/** Song time by the context's clock, what is heard of it, and the latency that the engine tells, of its own and of the device: the middle one of a second. */
export async function readClocks() {
  const raw = context?.rawContext as unknown as AudioContext
  const told: number[] = []
  for (let i = 0; i < 31; i++) {
    told.push(raw.baseLatency + raw.outputLatency)
    await new Promise((resolve) => setTimeout(resolve, 33))
  }
  const { length } = told.sort((a, b) => a - b)
  return { now: voices?.now() ?? 0, heard: voices?.heard() ?? 0, told: told[length >> 1] as number }
}

export const testSpeaker = async (speaker: number): Promise<void> => {
  voices?.testSpeaker(speaker)
  await new Promise((resolve) => setTimeout(resolve, 1200))
}

export async function stopTone(): Promise<void> {
  voices?.dispose()
  await context?.close()
}
