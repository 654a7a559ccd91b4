import type { Seconds } from '../../audio/units.ts'

/** A box is at least twice as wide to a finger, in CSS pixels. */
export const FINGERTIP_PX = 12
const AGAIN_S: Seconds = 1.5

/** The last tap of a finger, in CSS pixels, and the chunk that it picked. */
export type Tap = { x: number; y: number; time: Seconds; chunk: number }

export const createTap = (): Tap => ({ x: 0, y: 0, time: Number.NEGATIVE_INFINITY, chunk: -1 })

/** A second tap at the same place means the next nearest box. @returns the box that it does not mean, or -1 */
export const findBoxNotMeant = ({ x, y, time, chunk }: Tap, nextX: number, nextY: number, now: Seconds): number =>
  now - time < AGAIN_S && Math.hypot(nextX - x, nextY - y) < 2 * FINGERTIP_PX ? chunk : -1
