import type { Seconds } from '../units.ts'

/** Slower than a frame and faster than an ear. */
const FOLLOW_S: Seconds = 0.04

/** A gain that follows what moves, without steps. */
export type FollowingGain = { node: GainNode; follow: (value: number) => void }

export function createFollowingGain(context: BaseAudioContext, gain: number): FollowingGain {
  const node = new GainNode(context, { gain })
  let followed = gain
  return {
    node,
    follow: (value) => {
      if (value === followed) return
      followed = value
      node.gain.setTargetAtTime(value, context.currentTime, FOLLOW_S)
    },
  }
}
