import type { Hertz } from '../units.ts'
import { createVoice, moveVoice } from './voice.ts'
import type { VoicePool } from './voice-pool.ts'

const TICK_INTERVAL_MS = 33
const PICK_VOICES = 5

/** Voices without sound, for browsers that have no audio: the song passes and can be walked through all the same. */
export function createSilentVoices(sampleRate: Hertz): VoicePool {
  const timers: ReturnType<typeof setInterval>[] = []
  return {
    sampleRate,
    pickVoices: PICK_VOICES,
    now: () => performance.now() / 1000,
    heard: () => performance.now() / 1000,
    soonest: () => performance.now() / 1000,
    onTick: (listener) => void timers.push(setInterval(listener, TICK_INTERVAL_MS)),
    resume: async () => {},
    start: (bus, { duration }, when, position) => createVoice(bus, position, when, duration),
    stop: () => {},
    duck: () => {},
    moveVoice,
    moveListener: () => {},
    setHearingScale: () => {},
    setRoom: () => {},
    setSongGain: () => {},
    setMakeUp: () => {},
    isRing: false,
    testSpeaker: () => {},
    setVolume: () => {},
    hasFreeVoice: () => true,
    measureSegment: () => 0,
    level: () => 0,
    captureStream: () => ({ stream: new MediaStream(), stop: () => {} }),
    dispose: () => timers.forEach(clearInterval),
  }
}
