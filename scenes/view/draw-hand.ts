import { Vector3 } from 'three'
import type { HandLight } from './hand-light.ts'
import type { LightStrokes } from './light-strokes.ts'

/** Joints of WebXR: the wrist, then four of the thumb and five of each finger, from base to tip. */
const WRIST = 0
const FINGER_BASES = [1, 5, 10, 15, 20] as const
const KNUCKLES = [6, 11, 16, 21] as const
const THUMB_TIP = 4
const INDEX_TIP = 9
const TIPS = [4, 9, 14, 19, 24] as const
const isTip = (joint: number) => joint % 5 === 4

const from = new Vector3()
const to = new Vector3()

/** 16 numbers a joint, as XRFrame.fillPoses writes them. */
const readJoint = (poses: Float32Array, joint: number, out: Vector3) => out.fromArray(poses, joint * 16 + 12)

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
    strokes.addStroke(from, to, 0.0065, 0.005, color, 0.42 * glow, 0.42 * glow * (1 + reach * 0.6))
  }
  readJoint(poses, WRIST, from)
  for (const base of FINGER_BASES)
    strokes.addStroke(from, readJoint(poses, base, to), 0.006, 0.006, color, 0.08 * glow, 0.36 * glow)
  for (let k = 1; k < KNUCKLES.length; k++) {
    readJoint(poses, KNUCKLES[k - 1]!, from)
    strokes.addStroke(from, readJoint(poses, KNUCKLES[k]!, to), 0.005, 0.005, color, 0.24 * glow, 0.24 * glow)
  }
  for (const tip of TIPS) {
    const pinch = tip === THUMB_TIP || tip === INDEX_TIP ? pressed : 0
    strokes.addPoint(readJoint(poses, tip, to), 0.0085, color, (0.55 + pinch * 0.9) * glow)
  }
  readJoint(poses, THUMB_TIP, out).lerp(readJoint(poses, INDEX_TIP, to), 0.5)
}
