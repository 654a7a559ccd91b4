import type { Playback, ScheduledChunk } from '../../../audio/playback/playback.ts'
import type { Voice } from '../../../audio/playback/voice.ts'
import type { VoicePool } from '../../../audio/playback/voice-pool.ts'
import type { FrameState } from '../../../scenes/state/frame-state.ts'
import type { SceneServices } from '../../../scenes/state/scene-services.ts'

/** Silent playback that is set by tests and records what it is told. */
export type FakeAudio = {
  time: number
  activeChunks: ScheduledChunk[]
  voicePositions: Map<Voice, number[]>
  /** Position, forward and up of the listener. */
  listenerPose: number[][]
  hasRoom: boolean
  makeUp: number
  isRing: boolean
}

export function connectFakeAudio(context: { frameState: FrameState; services: SceneServices }): FakeAudio {
  const { boxes } = context.frameState
  const audio: FakeAudio = {
    time: 0,
    activeChunks: [],
    voicePositions: new Map(),
    listenerPose: [],
    hasRoom: false,
    makeUp: 1,
    isRing: false,
  }
  context.services.playback = {
    time: () => audio.time,
    chunk: () => boxes.chunks.findIndex((chunk) => audio.time < chunk.end),
    forEachActiveChunk: (visit, visitContext) => {
      for (const activeChunk of audio.activeChunks) visit(activeChunk, visitContext)
    },
  } as Partial<Playback> as Playback
  context.services.voices = {
    level: () => 0.5,
    moveVoice: (voice, position) => audio.voicePositions.set(voice, [...position]),
    setHearingScale: () => {},
    setRoom: (on) => {
      audio.hasRoom = on
    },
    setMakeUp: (gain) => {
      audio.makeUp = gain
    },
    get isRing() {
      return audio.isRing
    },
    moveListener: (...pose) => {
      audio.listenerPose = pose.map((vector) => [...vector])
    },
  } as Partial<VoicePool> as VoicePool
  return audio
}

export const createActiveChunk = (bus: 'song' | 'pick', chunk: number): ScheduledChunk => ({
  bus,
  chunk,
  voice: {} as Voice,
  from: 0,
  until: 1,
})
