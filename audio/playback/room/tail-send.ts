import type { Seconds } from '../../units.ts'
import { computeSendGain } from '../distance-gain.ts'
import type { Point } from '../hrtf-panners.ts'

/** A send follows its voice in this time; a tail hides what is faster. */
const FOLLOW_S: Seconds = 0.04

/** A voice's share of the tail, for every way in which it is heard itself. */
export type TailSend = { moveTo: (position: Point) => void; dispose: () => void }

/** @param position of the voice, relative to the head */
export function createTailSend(
  context: BaseAudioContext,
  gate: AudioNode,
  output: AudioNode,
  position: Point,
): TailSend {
  let value = measureSend(position)
  const send = new GainNode(context, { gain: value })
  gate.connect(send).connect(output)
  return {
    moveTo: (to) => {
      const next = measureSend(to)
      if (next === value) return
      value = next
      send.gain.setTargetAtTime(next, context.currentTime, FOLLOW_S)
    },
    dispose: () => send.disconnect(),
  }
}

const measureSend = ([x, y, z]: Point): number => computeSendGain(Math.hypot(x, y, z))
