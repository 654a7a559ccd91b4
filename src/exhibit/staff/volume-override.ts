import * as v from 'valibot'
import type { Piece } from '../exhibit-context.ts'
import type { Keep } from './local-storage.ts'

const LevelSchema = v.object({ day: v.string(), level: v.pipe(v.number(), v.minValue(0), v.maxValue(1)) })
const NAME = 'level'

/**
 * How loud the piece is on this device until the end of the day, in place of the exhibit's cap: also louder than that.
 */
export function createLevel({ exhibit, session, flow }: Piece, keep: Keep, today = () => new Date().toDateString()) {
  const usual = exhibit.volume.cap ?? 1
  let day: string | null = null
  // The exhibit is this page's own copy; whoever asks it how loud it may be, finds what the staff says.
  const put = (level: number, until: string | null) => {
    exhibit.volume.cap = level
    day = until
  }
  const forget = () => {
    put(usual, null)
    keep.write(NAME, null)
  }
  const kept = v.safeParse(LevelSchema, keep.read(NAME))
  if (kept.success) put(kept.output.level, kept.output.day)
  const look = () => {
    if (day !== null && day !== today()) forget()
  }
  look()
  // A page that runs for weeks finds the new day with its first visitor.
  flow.store.subscribe(look)
  return {
    now: () => exhibit.volume.cap ?? usual,
    set: (level: number) => {
      put(level, today())
      keep.write(NAME, { day, level })
      session.actions.setPreferences({ volume: level })
    },
    /** The day is over: as the exhibit says. */
    forget,
  }
}
export type Level = ReturnType<typeof createLevel>
