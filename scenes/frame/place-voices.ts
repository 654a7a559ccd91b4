import { computeMakeUpGain } from '../../audio/playback/leveling.ts'
import type { ScheduledChunk } from '../../audio/playback/playback.ts'
import { roomToSong, songToRoom } from '../geometry/placement.ts'
import type { FrameState } from '../state/frame-state.ts'
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

const LEVEL_UP = [0, 1, 0] as const
const headInSong: [x: number, y: number, z: number] = [0, 0, 0]
const rigForward: [x: number, y: number, z: number] = [0, 0, -1]

/** Sets the audio listener to the head; a smaller song is heard as from its own scale. A real room sounds by itself. */
export function placeListener({ frameState, services, store }: SoundContext & Pick<SceneContext, 'store'>): void {
  const { voices } = services
  if (!voices) return
  const { placement, preferences, viewer } = frameState
  const { head, rig } = viewer
  voices.setHearingScale(placement.scale)
  voices.setRoom(preferences.space === 'hall' && store.getState().xrMode !== 'ar')
  voices.setMakeUp(computeMakeUp(frameState))
  // Loudspeakers around a visitor in a headset stay where they are while the head turns.
  if (!voices.isRing || store.getState().xrMode === null) voices.moveListener(head.position, head.forward, head.up)
  else {
    rigForward[0] = -Math.sin(rig.yaw)
    rigForward[2] = -Math.cos(rig.yaw)
    voices.moveListener(head.position, rigForward, LEVEL_UP)
  }
}

/** A song as it stands is heard from everywhere as loud as it is; one made small is softer from afar, as small things are. */
function computeMakeUp({ boxes, placement, viewer }: FrameState): number {
  const [x, y, z] = viewer.head.position
  roomToSong(placement, x, y, z, headInSong)
  const scale = Math.min(1, placement.scale)
  const gain = computeMakeUpGain(
    boxes.position,
    boxes.energies,
    headInSong[0],
    headInSong[1],
    headInSong[2],
    placement.scale / Math.sqrt(scale),
  )
  return gain ** scale
}
