import * as v from 'valibot'
import type { Piece } from '../piece.ts'
import type { Keep } from './kept.ts'

const LevelSchema = v.object({ day: v.string(), level: v.pipe(v.number(), v.minValue(0), v.maxValue(1)) })
const NAME = 'level'

/**
 * How loud the piece is on this device until the end of the day, in place of the exhibit's cap: also louder than that.
 */
export function createLevel({ exhibit, session }: Piece, keep: Keep, today = () => new Date().toDateString()) {
  const usual = exhibit.volume.cap ?? 1
  const kept = v.safeParse(LevelSchema, keep.read(NAME))
  // The exhibit is this page's own copy; whoever asks how loud it may be, finds what the staff says.
  const cap = (level: number) => {
    exhibit.volume.cap = level
  }
  if (kept.success && kept.output.day === today()) cap(kept.output.level)
  return {
    now: () => exhibit.volume.cap ?? usual,
    set: (level: number) => {
      cap(level)
      keep.write(NAME, { day: today(), level })
      session.actions.prefer({ volume: level })
    },
    /** The day is over: as the exhibit says. */
    forget: () => {
      cap(usual)
      keep.write(NAME, null)
    },
  }
}
export type Level = ReturnType<typeof createLevel>
