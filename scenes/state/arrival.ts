import type { Seconds } from '../../audio/units.ts'

/** What a visitor who arrives in a headset has not done yet: a hint at the hand says how. */
export type HintKind = 'hear' | 'take' | 'go'
export const HINT_KINDS: readonly HintKind[] = ['hear', 'take', 'go']

export type Arrival = {
  hints: Record<HintKind, boolean>
  /** Since the session began. */
  time: Seconds
  /** The opening of the song sounds softly, until the visitor does something or it is over. */
  greeting: boolean
  /** The chunk of the opening that sounds next, and when by the clock of the voices. */
  nextChunk: number
  nextAt: Seconds
}

export const createArrival = (): Arrival => ({
  hints: { hear: false, take: false, go: false },
  time: 0,
  greeting: false,
  nextChunk: 0,
  nextAt: 0,
})

/** A visitor arrives in a headset: in the song's own room, or with the song in a real one. */
export function beginArrival(arrival: Arrival, mode: 'vr' | 'ar'): void {
  for (const kind of HINT_KINDS) arrival.hints[kind] = kind !== 'go' || mode === 'vr'
  arrival.time = 0
  arrival.greeting = mode === 'vr'
  arrival.nextChunk = 0
  arrival.nextAt = 0
}
