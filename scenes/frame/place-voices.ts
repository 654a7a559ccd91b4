import type { ScheduledChunk } from '../../audio/playback/playback.ts'
import { songToRoom } from '../geometry/placement.ts'
import type { SceneContext } from '../state/scene-context.ts'

type SoundContext = Pick<SceneContext, 'frameState' | 'services'>

const voicePosition: [x: number, y: number, z: number] = [0, 0, 0]

/** Moves every voice to its box, which hands or the running embedding may have moved. */
export function placeVoices(context: SoundContext): void {
  context.services.playback?.forEachActiveChunk(placeVoice, context)
}

function placeVoice({ chunk, voice }: ScheduledChunk, { frameState, services }: SoundContext): void {
  const { position } = frameState.boxes
  const j = chunk * 3
  songToRoom(frameState.placement, position[j]!, position[j + 1]!, position[j + 2]!, voicePosition)
  services.voices?.moveVoice(voice, voicePosition)
}

/** Sets the audio listener to the head; a smaller song is heard as from its own scale. A real room sounds by itself. */
export function placeListener({ frameState, services, store }: SoundContext & Pick<SceneContext, 'store'>): void {
  const { placement, preferences, viewer } = frameState
  services.voices?.setHearingScale(placement.scale)
  services.voices?.setRoom(preferences.space === 'hall' && store.getState().xrMode !== 'ar')
  services.voices?.moveListener(viewer.head.position, viewer.head.forward, viewer.head.up)
}
