import type { ScheduledChunk } from '../../audio/playback/playback.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { SceneContext } from '../state/scene-context.ts'

/** Copies time, level and sounding chunks from the playback. */
export function readPlayhead({ frameState, services }: Pick<SceneContext, 'frameState' | 'services'>): void {
  const { boxes, playhead } = frameState
  const { playback, voices } = services
  boxes.sounding.fill(0)
  playhead.playing = playback?.playing ?? false
  if (!playback || !voices) return
  playhead.time = playback.time()
  playhead.chunk = playback.chunk()
  playhead.level += (voices.level() - playhead.level) * 0.3
  playback.forEachActiveChunk(markSoundingChunk, frameState)
}

/** A chunk that only overlaps the chunk at the playhead in the crossfade does not count as sounding. */
function markSoundingChunk({ bus, chunk }: ScheduledChunk, { playhead, boxes }: FrameState): void {
  if (bus === 'pick' || chunk === playhead.chunk) boxes.sounding[chunk] = 1
}
