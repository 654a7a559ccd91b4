import type { LiveMessage } from '../../protocol/live-messages.ts'
import { countsAsVisit } from '../../protocol/visit-scene.ts'

type Milliseconds = number

export type HeadsetStatus = { state: 'unknown' | 'closed' | 'free' } | { state: 'inUse'; minutes: number | null }

type TrackedHeadset = { scene: LiveMessage['scene']; visitSince: Milliseconds | null; lastAt: Milliseconds }

/** Visits that estimate the length of the present one. */
const MAX_LENGTHS = 20
/** Shorter ones are people who look and go. */
const MIN_LENGTH_MS = 20_000
/** Before any visit was seen. */
const DEFAULT_LENGTH_MS = 5 * 60_000
/** A headset that sleeps says nothing more: its visit has ended. */
const SILENCE_MS = 60_000
const MINUTE_MS = 60_000

/**
 * Whether a visitor can have a headset now, else for how long not.
 * @param names of the headsets; empty: all devices
 * @param visitLimitMs the longest visit; 0: no limit
 * @param lengths of earlier visits, milliseconds, oldest first
 */
export function createHeadsetStatus(
  names: readonly string[],
  visitLimitMs: Milliseconds,
  lengths: readonly Milliseconds[] = [],
) {
  let visitLengths = lengths.slice(-MAX_LENGTHS)
  const headsets = new Map<string, TrackedHeadset>()

  const endVisit = (headset: TrackedHeadset, now: Milliseconds) => {
    const length = headset.visitSince === null ? 0 : now - headset.visitSince
    if (length >= MIN_LENGTH_MS) visitLengths = [...visitLengths, length].slice(-MAX_LENGTHS)
    headset.visitSince = null
  }

  const estimateLength = (): Milliseconds => {
    if (visitLimitMs > 0) return visitLimitMs
    const sorted = [...visitLengths].sort((a, b) => a - b)
    return sorted[sorted.length >> 1] ?? DEFAULT_LENGTH_MS
  }

  return {
    /** Those of all visits that were seen, oldest first. */
    visitLengths: () => visitLengths,
    addMessage: ({ device, scene }: Pick<LiveMessage, 'device' | 'scene'>, now: Milliseconds): void => {
      if (names.length > 0 && !names.includes(device)) return
      const headset = headsets.get(device) ?? { scene, visitSince: null, lastAt: now }
      headsets.set(device, headset)
      const wasSilent = now - headset.lastAt > SILENCE_MS
      if (headset.visitSince !== null && (wasSilent || !countsAsVisit(scene))) endVisit(headset, headset.lastAt)
      if (countsAsVisit(scene)) headset.visitSince ??= now
      headset.scene = scene
      headset.lastAt = now
    },
    read: (now: Milliseconds): HeadsetStatus => {
      let soonest: Milliseconds = Number.POSITIVE_INFINITY
      let isClosed = false
      let isInUse = false
      for (const { scene, visitSince, lastAt } of headsets.values()) {
        if (scene === 'closed' || scene === 'paused') {
          isClosed = true
          continue
        }
        if (visitSince === null || now - lastAt > SILENCE_MS) return { state: 'free' }
        isInUse = true
        soonest = Math.min(soonest, estimateLength() - (now - visitSince))
      }
      if (!isInUse) return { state: isClosed ? 'closed' : 'unknown' }
      return { state: 'inUse', minutes: soonest > 0 ? Math.ceil(soonest / MINUTE_MS) : null }
    },
  }
}
