import type { Language } from '../../../protocol/exhibit-config.ts'
import type { Visit, VisitScene } from '../../../protocol/live-messages.ts'
import type { LocomotionMode } from '../../../scenes/state/ui-store.ts'

/** What of the piece counts, at one moment. */
export type VisitActivity = {
  scene: VisitScene
  language: Language
  headset: boolean
  mode: LocomotionMode
  /** The song whose boxes hang in the room. */
  song: string | null
}

/** One visit as it goes on. */
export type VisitRecord = {
  receipt: string
  began: number
  length: number
  headset: boolean
  modes: Record<LocomotionMode, number>
  songs: Map<string, { seconds: number; touched: Map<number, number> }>
}

const MINUTE_MS = 60_000
/** Longer than any visit; what a clock that jumps would add beyond it is no visit's length. */
const MAX_VISIT_S = 86_400

/** Somebody is there. While the staff holds the piece, a visit stands still. */
export const countsAsVisit = (scene: VisitScene): boolean => !['attract', 'closed', 'paused'].includes(scene)

/** Nobody has moved since the reminder came: that is not counted, unless somebody comes back. */
const countsAsActiveTime = (scene: VisitScene): boolean => countsAsVisit(scene) && scene !== 'reminder'

/**
 * @param receipt 16 random hex digits, of this record alone
 * @param at milliseconds since 1970; kept to the minute
 */
export const createVisitRecord = (receipt: string, at: number): VisitRecord => ({
  receipt,
  began: Math.floor(at / MINUTE_MS) * MINUTE_MS,
  length: 0,
  headset: false,
  modes: { ride: 0, walk: 0, roam: 0 },
  songs: new Map(),
})

/** `now` has been so for some seconds. */
export function addTime(tally: VisitRecord, now: VisitActivity, seconds: number): void {
  tally.headset ||= now.headset
  const spent = countsAsActiveTime(now.scene) ? Math.min(Math.max(0, seconds), MAX_VISIT_S - tally.length) : 0
  if (spent === 0) return
  tally.length += spent
  tally.modes[now.mode] += spent
  if (now.song !== null) getSongRecord(tally, now.song).seconds += spent
}

/** A chunk of the song in the room was touched. */
export function addTouch(tally: VisitRecord, song: string, chunk: number): void {
  const { touched } = getSongRecord(tally, song)
  touched.set(chunk, (touched.get(chunk) ?? 0) + 1)
}

function getSongRecord({ songs }: VisitRecord, key: string) {
  const known = songs.get(key) ?? { seconds: 0, touched: new Map<number, number>() }
  songs.set(key, known)
  return known
}

/** Milliseconds are enough. */
const roundToMilliseconds = (seconds: number) => Math.round(seconds * 1000) / 1000

/** The record of a visit as it stands now. */
export const toVisit = ({ receipt, began, length, headset, modes, songs }: VisitRecord, language: Language): Visit => ({
  receipt,
  began,
  length: roundToMilliseconds(length),
  language,
  headset,
  modes: {
    ride: roundToMilliseconds(modes.ride),
    walk: roundToMilliseconds(modes.walk),
    roam: roundToMilliseconds(modes.roam),
  },
  songs: [...songs].map(([key, { seconds, touched }]) => ({
    key,
    seconds: roundToMilliseconds(seconds),
    touched: [...touched],
  })),
})
