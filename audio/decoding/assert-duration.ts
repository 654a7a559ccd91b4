import { SongError } from '../song-error.ts'
import type { Seconds } from '../units.ts'

/** Longer songs are refused everywhere. */
export const MAX_DURATION_S: Seconds = 90 * 60

/** @throws {SongError} longer than `maxDuration` */
export function assertDuration(duration: Seconds, name: string, maxDuration: Seconds): void {
  if (duration <= maxDuration) return
  const values = { name, minutes: Math.round(duration / 60), maxMinutes: Math.floor(maxDuration / 60) }
  throw new SongError('songTooLong', values)
}
