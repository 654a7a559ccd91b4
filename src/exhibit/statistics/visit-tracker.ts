import type { Visit } from '../../../protocol/live-messages.ts'
import type { Entry } from './outbox.ts'
import { beginTally, isVisit, type Now, spend, type Tally, touch, toVisit } from './visit-record.ts'

type Clock = {
  /** Milliseconds since 1970. */ date: () => number /** Milliseconds that only ever grow. */
  ticks: () => number
}

/** Seconds. A device that has slept was not visited meanwhile; a page behind others looks once a minute at least. */
const LONGEST_GAP = 90
/** Seconds. Two changes of one moment are one visitor. */
const MOMENT = 0.05

/** Follows the piece through its visits. `keep` is told how a visit stands when it begins, once a second, and at its end. */
export function createCounter(page: string, clock: Clock, receipt: () => string, keep: (entry: Entry) => void) {
  let current: { tally: Tally; revision: number; language: Now['language']; visit: number } | null = null
  let before: Now | null = null
  let since = clock.ticks()

  const tell = (final: boolean) => {
    if (!current) return
    current.revision++
    keep(entryOf(current, final))
  }
  const entryOf = ({ tally, revision, language }: NonNullable<typeof current>, final: boolean): Entry => ({
    visit: toVisit(tally, language),
    revision,
    final,
    page,
  })
  /** What was so until now is counted as it was. */
  const settle = () => {
    const ticks = clock.ticks()
    if (current && before) spend(current.tally, before, Math.min((ticks - since) / 1000, LONGEST_GAP))
    since = ticks
  }
  const end = () => {
    tell(true)
    current = null
  }

  return {
    /** @param visit the flow's number of this visit: with another one, somebody else is there */
    change: (now: Now, visit: number) => {
      settle()
      const goesOn = isVisit(now.scene) || (now.scene === 'paused' && current !== null)
      const another = current !== null && current.visit !== visit && isVisit(now.scene) && current.tally.length > MOMENT
      if (!goesOn || another) end()
      before = now
      if (!goesOn) return
      if (current) Object.assign(current, { language: now.language, visit })
      else {
        current = { tally: beginTally(receipt(), clock.date()), revision: 0, language: now.language, visit }
        tell(false)
      }
    },
    touch: (chunk: number) => {
      if (current && before?.song) touch(current.tally, before.song, chunk)
    },
    /** Once a second. */
    tick: () => {
      if (!current || !before || !isVisit(before.scene)) return
      settle()
      tell(false)
    },
    /** The visit that goes on now, as it stands, with nothing kept: for a page that is being closed. */
    last: (): Visit | null => {
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
