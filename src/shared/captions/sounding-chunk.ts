import type { ScheduledChunk } from '../../../audio/playback/playback.ts'
import type { Seconds } from '../../../audio/units.ts'
import type { SceneContext } from '../../../scenes/state/scene-context.ts'

/** The chunk that sounds: the one that was picked last, while it sounds, else the song's own. */
export type SoundingChunk = { chunk: number; time: Seconds; picked: boolean }

/** @returns null while nothing sounds */
export function findSoundingChunk({
  frameState,
  services: { playback },
}: Pick<SceneContext, 'frameState' | 'services'>): SoundingChunk | null {
  if (!playback) return null
  const { chunks } = frameState.boxes
  const latest: { picked: ScheduledChunk | null } = { picked: null }
  playback.forEachActiveChunk(keepLatestPick, latest)
  const { picked } = latest
  if (picked) return { chunk: picked.chunk, time: chunks[picked.chunk]?.start ?? 0, picked: true }
  return playback.playing ? { chunk: playback.chunk(), time: playback.time(), picked: false } : null
}

function keepLatestPick(active: ScheduledChunk, latest: { picked: ScheduledChunk | null }): void {
  if (active.bus === 'pick' && active.from > (latest.picked?.from ?? Number.NEGATIVE_INFINITY)) latest.picked = active
}
