import type { Vector3 } from 'three'
import type { HandLight } from './hand-light.ts'
import { LightEnd } from './light-end.ts'
import type { LightStrokes } from './light-strokes.ts'

/** Joints of WebXR: the wrist, then four of the thumb and five of each finger, from base to tip. */
const WRIST = 0
const FINGER_BASES = [1, 5, 10, 15, 20] as const
const KNUCKLES = [6, 11, 16, 21] as const
const THUMB_TIP = 4
const INDEX_TIP = 9
const TIPS = [4, 9, 14, 19, 24] as const
const isTip = (joint: number) => joint % 5 === 4

const from = new LightEnd()
const to = new LightEnd()

/** 16 numbers a joint, as XRFrame.fillPoses writes them. */
function readJoint(poses: Float32Array, joint: number, out: LightEnd): LightEnd {
  out.place.fromArray(poses, joint * 16 + 12)
  return out
}

/**
 * A hand as fine light along its bones, brighter towards the fingertips; pinching lights thumb and index finger.
 * @param pressed 0-1: strength of the pinch
 * @param out between the tips of thumb and index finger
 */
export function drawHand(strokes: LightStrokes, poses: Float32Array, light: HandLight, pressed: number, out: Vector3) {
  const { color, strength, hold } = light
  const glow = strength * (1 + 0.5 * hold)
  for (let joint = 1; joint < poses.length / 16; joint++) {
    if (isTip(joint)) continue
    readJoint(poses, joint, from)
    readJoint(poses, joint + 1, to)
    const reach = isTip(joint + 1) ? 1 : 0.55
    strokes.addStroke(from.give(0.0065, 0.42 * glow), to.give(0.005, 0.42 * glow * (1 + reach * 0.6)), color)
  }
  readJoint(poses, WRIST, from).give(0.006, 0.08 * glow)
  for (const base of FINGER_BASES) strokes.addStroke(from, readJoint(poses, base, to).give(0.006, 0.36 * glow), color)
  for (let k = 1; k < KNUCKLES.length; k++) {
    readJoint(poses, KNUCKLES[k - 1]!, from).give(0.005, 0.24 * glow)
    strokes.addStroke(from, readJoint(poses, KNUCKLES[k]!, to).give(0.005, 0.24 * glow), color)
  }
  for (const tip of TIPS) {
    const pinch = tip === THUMB_TIP || tip === INDEX_TIP ? pressed : 0
    strokes.addPoint(readJoint(poses, tip, to).give(0.0085, (0.55 + pinch * 0.9) * glow), color)
  }
  out.lerpVectors(readJoint(poses, THUMB_TIP, from).place, readJoint(poses, INDEX_TIP, to).place, 0.5)
}
