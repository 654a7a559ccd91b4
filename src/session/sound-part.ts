import { createLazyPart } from '../../scenes/state/lazy-part.ts'

/** What makes a song heard: Tone, voices, playback, and Meyda's descriptors. The form is shown without it. */
export const soundPart = createLazyPart(async () => {
  const [playback, voices, ears, descriptors, device, silent] = await Promise.all([
    import('../../audio/playback/playback.ts'),
    import('../../audio/playback/voice-pool.ts'),
    import('../../audio/playback/response-file.ts'),
    import('../../audio/playback/descriptors.ts'),
    import('../../audio/playback/speakers/device-channels.ts'),
    import('../../audio/playback/silent-voices.ts'),
  ])
  const { createAudioContext, createVoicePool } = voices
  const { computeDescriptors, DESCRIBED_DURATION_S } = descriptors
  return {
    createPlayback: playback.createPlayback,
    createAudioContext,
    createVoicePool,
    wearEars: ears.wearEars,
    computeDescriptors,
    DESCRIBED_DURATION_S,
    hasChannels: device.hasChannels,
    createSilentVoices: silent.createSilentVoices,
  }
})

export type SoundPart = Awaited<ReturnType<typeof soundPart.load>>

/** @throws {Error} before it is loaded, which opening a song waits for */
export function getSoundPart(): SoundPart {
  const { part } = soundPart.store.getState()
  if (!part) throw new Error('The sound was connected before its code was loaded: wait for soundPart.load().')
  return part
}
