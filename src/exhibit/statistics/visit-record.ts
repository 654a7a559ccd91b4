import type { Language } from '../../../protocol/exhibit-config.ts'
import { MAX_VISIT_S, roundToMilliseconds, roundToMinute, type Visit } from '../../../protocol/visit.ts'
import { countsAsVisit, type VisitScene } from '../../../protocol/visit-scene.ts'
import type { LocomotionMode } from '../../../scenes/state/scene-context.ts'

/** The state of the exhibit, as far as statistics depend on it. */
export type VisitActivity = {
  scene: VisitScene
  language: Language
  headset: boolean
  mode: LocomotionMode
  /** Key of the song whose boxes are in the room. */
  song: string | null
}

/** A visit while it goes on. */
export type VisitRecord = {
  receipt: string
  began: number
  length: number
  headset: boolean
  modes: Record<LocomotionMode, number>
  songs: Map<string, { seconds: number; touched: Map<number, number> }>
}

/** Time after a reminder counts only if the visitor moves again. */
const countsAsActiveTime = (scene: VisitScene): boolean => countsAsVisit(scene) && scene !== 'reminder'

/**
 * @param receipt 16 random hex digits, of this record only
 * @param startedAt milliseconds since 1970
 */
export const createVisitRecord = (receipt: string, startedAt: number): VisitRecord => ({
  receipt,
  began: roundToMinute(startedAt),
  length: 0,
  headset: false,
  modes: { ride: 0, walk: 0, roam: 0 },
  songs: new Map(),
})

/** Adds seconds in which the exhibit was in one state. */
export function addTime(record: VisitRecord, activity: VisitActivity, seconds: number): void {
  record.headset ||= activity.headset
  if (!countsAsActiveTime(activity.scene)) return
  const counted = Math.min(Math.max(0, seconds), MAX_VISIT_S - record.length)
  if (counted === 0) return
  record.length += counted
  record.modes[activity.mode] += counted
  if (activity.song !== null) getSongRecord(record, activity.song).seconds += counted
}

export function addTouch(record: VisitRecord, song: string, chunk: number): void {
  const { touched } = getSongRecord(record, song)
  touched.set(chunk, (touched.get(chunk) ?? 0) + 1)
}

function getSongRecord({ songs }: VisitRecord, key: string) {
  const known = songs.get(key) ?? { seconds: 0, touched: new Map<number, number>() }
  songs.set(key, known)
  return known
}

/** The record as it is sent. */
export const toVisit = (
  { receipt, began, length, headset, modes: { ride, walk, roam }, songs }: VisitRecord,
  language: Language,
): Visit => ({
  receipt,
  began,
  length: roundToMilliseconds(length),
  language,
  headset,
  modes: { ride: roundToMilliseconds(ride), walk: roundToMilliseconds(walk), roam: roundToMilliseconds(roam) },
  songs: [...songs].map(([key, { seconds, touched }]) => ({
    key,
    seconds: roundToMilliseconds(seconds),
    touched: [...touched],
  })),
})
