/**
 * Indices among the 25 joints of WebXR: the wrist, and of each finger but the thumb the proximal joint and the tip.
 * @see https://www.w3.org/TR/webxr-hand-input-1/#skeleton-joints-section
 */
const WRIST_JOINT = 0
const KNUCKLE_JOINTS = [6, 11, 16, 21] as const
const FINGERTIP_JOINTS = [9, 14, 19, 24] as const
export const JOINT_COUNT = 25
/** Metacarpal of the middle finger: the center of a closed fist. */
export const PALM_JOINT = 10

/** Openness below which a hand becomes a fist, and above which a fist ends. */
const MAX_FIST_OPENNESS = 1.15
const MIN_OPEN_OPENNESS = 1.45

/**
 * Measures how far a hand is open: the largest ratio of a fingertip's to its knuckle's distance from the wrist.
 * About 2 for a flat, pinching or pointing hand, below 1 for a fist; independent of the hand's size.
 * @param poses 16 numbers per joint, column-major matrices, as XRFrame.fillPoses writes them.
 */
export function measureOpenness(poses: Float32Array): number {
  let openness = 0
  for (let finger = 0; finger < 4; finger++) {
    const knuckle = distanceToWrist(poses, KNUCKLE_JOINTS[finger]!)
    if (knuckle > 0) openness = Math.max(openness, distanceToWrist(poses, FINGERTIP_JOINTS[finger]!) / knuckle)
  }
  return openness
}

function distanceToWrist(poses: Float32Array, joint: number): number {
  const a = WRIST_JOINT * 16 + 12
  const b = joint * 16 + 12
  return Math.hypot(poses[a]! - poses[b]!, poses[a + 1]! - poses[b + 1]!, poses[a + 2]! - poses[b + 2]!)
}

/** Whether a hand is a fist; between the two thresholds it stays what it was. */
export const isFist = (openness: number, wasFist: boolean): boolean =>
  wasFist ? openness < MIN_OPEN_OPENNESS : openness < MAX_FIST_OPENNESS
