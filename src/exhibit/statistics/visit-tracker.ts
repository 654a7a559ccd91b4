import type { Visit } from '../../../protocol/live-messages.ts'
import type { OutboxEntry } from './outbox.ts'
import {
  addTime,
  addTouch,
  countsAsVisit,
  createVisitRecord,
  toVisit,
  type VisitActivity,
  type VisitRecord,
} from './visit-record.ts'

type TrackerClock = {
  /** Milliseconds since 1970. */ epochMs: () => number /** Milliseconds that only ever grow. */
  monotonicMs: () => number
}

/** Seconds. A device that has slept was not visited meanwhile; a page behind others looks once a minute at least. */
const MAX_TICK_GAP_S = 90
/** Seconds. Two changes of one moment are one visitor. */
const MERGE_WINDOW_S = 0.05

/** Follows the piece through its visits. `keep` is told how a visit stands when it begins, once a second, and at its end. */
export function createVisitTracker(
  page: string,
  clock: TrackerClock,
  receipt: () => string,
  keep: (entry: OutboxEntry) => void,
) {
  let current: { tally: VisitRecord; revision: number; language: VisitActivity['language']; visit: number } | null =
    null
  let before: VisitActivity | null = null
  let since = clock.monotonicMs()

  const tell = (final: boolean) => {
    if (!current) return
    current.revision++
    keep(entryOf(current, final))
  }
  const entryOf = ({ tally, revision, language }: NonNullable<typeof current>, final: boolean): OutboxEntry => ({
    visit: toVisit(tally, language),
    revision,
    final,
    page,
  })
  /** What was so until now is counted as it was. */
  const settle = () => {
    const ticks = clock.monotonicMs()
    if (current && before) addTime(current.tally, before, Math.min((ticks - since) / 1000, MAX_TICK_GAP_S))
    since = ticks
  }
  const end = () => {
    tell(true)
    current = null
  }

  return {
    /** @param visit the flow's number of this visit: with another one, somebody else is there */
    update: (now: VisitActivity, visit: number) => {
      settle()
      const goesOn = countsAsVisit(now.scene) || (now.scene === 'paused' && current !== null)
      const another =
        current !== null && current.visit !== visit && countsAsVisit(now.scene) && current.tally.length > MERGE_WINDOW_S
      if (!goesOn || another) end()
      before = now
      if (!goesOn) return
      if (current) Object.assign(current, { language: now.language, visit })
      else {
        current = { tally: createVisitRecord(receipt(), clock.epochMs()), revision: 0, language: now.language, visit }
        tell(false)
      }
    },
    recordTouch: (chunk: number) => {
      if (current && before?.song) addTouch(current.tally, before.song, chunk)
    },
    /** Once a second. */
    tick: () => {
      if (!current || !before || !countsAsVisit(before.scene)) return
      settle()
      tell(false)
    },
    /** The visit that goes on now, as it stands, with nothing kept: for a page that is being closed. */
    readCurrentVisit: (): Visit | null => {
      if (!current) return null
      settle()
      return toVisit(current.tally, current.language)
    },
    end: () => {
      settle()
      end()
    },
  }
}
