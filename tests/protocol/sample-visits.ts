import type { Visit } from '../../protocol/visit.ts'

export const SONG_A = 'a'.repeat(16)
export const SONG_B = 'b'.repeat(16)

/** A visit of a minute by default. */
export const createSampleVisit = (more: Partial<Visit> = {}): Visit => ({
  receipt: '0'.repeat(16),
  began: +new Date(2027, 2, 1, 12, 7),
  length: 60,
  language: 'en',
  headset: false,
  modes: { ride: 60, walk: 0, roam: 0 },
  songs: [{ key: SONG_A, seconds: 50, touched: [[3, 2]] }],
  ...more,
})
