import { formatTime } from '../../../audio/format-time.ts'
import type { ScheduledChunk } from '../../../audio/playback/playback.ts'
import type { Seconds } from '../../../audio/units.ts'
import type { SceneContext } from '../../../scenes/state/ui-store.ts'
import type { Translate } from '../../i18n/i18n.ts'

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

/** A caption: "0:42 · chunk 113 of 437 · loud, bright, noisy"; numbers start at 1. */
export const formatCaption = (
  { chunk, time }: SoundingChunk,
  count: number,
  adjectives: readonly string[],
  t: Translate,
): string =>
  [formatTime(time), t('captions.chunk', { chunk: chunk + 1, count }), adjectives.join(t('captions.separator'))]
    .filter(Boolean)
    .join(' · ')

/** The same for screen readers: "Chunk 113 of 437, loud, bright, noisy." */
export const formatAnnouncement = (
  { chunk }: SoundingChunk,
  count: number,
  adjectives: readonly string[],
  t: Translate,
): string => {
  const parts = [t('captions.chunkAt', { chunk: chunk + 1, count }), ...adjectives]
  return t('captions.spoken', { line: parts.join(t('captions.separator')) })
}

/**
 * Passes a message if it is new and the last one is at least `gap` old; messages in between are dropped.
 * @returns the message to show now, or null
 */
export function createMessageThrottle(gap: number): (message: string | null, now: number) => string | null {
  let said: string | null = null
  let at = Number.NEGATIVE_INFINITY
  return (message, now) => {
    if (message === null || message === said || now - at < gap) return null
    said = message
    at = now
    return message
  }
}
