import { SongError } from '../song-error.ts'
import type { Seconds } from '../units.ts'

/** Longer songs are refused. */
export const MAX_DURATION_S: Seconds = 90 * 60

/** @throws {SongError} longer than MAX_DURATION_S */
export function assertDuration(duration: Seconds, name: string): void {
  if (duration <= MAX_DURATION_S) return
  const values = { name, minutes: Math.round(duration / 60), maxMinutes: MAX_DURATION_S / 60 }
  throw new SongError('songTooLong', values)
}
