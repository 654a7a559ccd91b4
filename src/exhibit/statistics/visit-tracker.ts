import type { Visit } from '../../../protocol/visit.ts'
import { countsAsVisit } from '../../../protocol/visit-scene.ts'
import type { OutboxEntry } from './outbox.ts'
import { addTime, addTouch, createVisitRecord, toVisit, type VisitActivity, type VisitRecord } from './visit-record.ts'

type TrackerClock = {
  /** Milliseconds since 1970. */
  epochMs: () => number
  /** Milliseconds that never go back. */
  monotonicMs: () => number
}

/** A longer gap between two ticks is time in which the device slept; tabs in the background tick once a minute. */
const MAX_TICK_GAP_S = 90
/** Changes of the visit number within this time belong to one visitor. */
const MERGE_WINDOW_S = 0.05

type CurrentVisit = { record: VisitRecord; revision: number; language: VisitActivity['language']; visit: number }

/**
 * Follows the exhibit through its visits.
 * @param page random name of this page
 * @param createReceipt 16 random hex digits
 * @param keep gets the record of a visit when it begins, at each tick, and at its end
 */
export function createVisitTracker(
  page: string,
  clock: TrackerClock,
  createReceipt: () => string,
  keep: (entry: OutboxEntry) => void,
) {
  let current: CurrentVisit | null = null
  let activity: VisitActivity | null = null
  let countedUntil = clock.monotonicMs()

  const keepCurrent = (final: boolean) => {
    if (!current) return
    current.revision++
    const { record, language, revision } = current
    keep({ visit: toVisit(record, language), revision, final, page })
  }
  /** Adds the time since the last call to the activity before. */
  const countTime = () => {
    const now = clock.monotonicMs()
    if (current && activity) addTime(current.record, activity, Math.min((now - countedUntil) / 1000, MAX_TICK_GAP_S))
    countedUntil = now
  }
  const end = () => {
    keepCurrent(true)
    current = null
  }

  return {
    /** @param visit number of the visit; with another number it is another visitor */
    update: (now: VisitActivity, visit: number) => {
      countTime()
      const continues = countsAsVisit(now.scene) || (now.scene === 'paused' && current !== null)
      const isNextVisitor =
        current !== null &&
        current.visit !== visit &&
        countsAsVisit(now.scene) &&
        current.record.length > MERGE_WINDOW_S
      if (!continues || isNextVisitor) end()
      activity = now
      if (!continues) return
      if (current) Object.assign(current, { language: now.language, visit })
      else {
        const record = createVisitRecord(createReceipt(), clock.epochMs())
        current = { record, revision: 0, language: now.language, visit }
        keepCurrent(false)
      }
    },
    recordTouch: (chunk: number) => {
      if (current && activity?.song) addTouch(current.record, activity.song, chunk)
    },
    /** To be called once a second. */
    tick: () => {
      if (!current || !activity || !countsAsVisit(activity.scene)) return
      countTime()
      keepCurrent(false)
    },
    /** The current visit, without keeping it: for a page that is being closed. */
    readCurrentVisit: (): Visit | null => {
      if (!current) return null
      countTime()
      return toVisit(current.record, current.language)
    },
  }
}
