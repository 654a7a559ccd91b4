/**
 * Where a hand's joints are found among the 25 of WebXR's order: the wrist, then of each finger the knuckle and the tip.
 * @see https://www.w3.org/TR/webxr-hand-input-1/#skeleton-joints-section
 */
const WRIST_JOINT = 0
const KNUCKLE_JOINTS = [6, 11, 16, 21] as const
const FINGERTIP_JOINTS = [9, 14, 19, 24] as const
export const JOINT_COUNT = 25
/** The middle finger's bone in the palm: where a fist closes. */
export const PALM_JOINT = 10

/** Fingers bent as far as this make a fist; to end it they must open as far as that. */
const MAX_FIST_OPENNESS = 1.15
const MIN_OPEN_OPENNESS = 1.45

/**
 * How far a hand is open: the farthest fingertip's distance from the wrist, in lengths from the wrist to its knuckle.
 * About 2 for a flat or pinching hand or one that points, below 1 for a fist. Independent of the hand's size.
 * @param poses 16 numbers a joint, column-major matrices, as XRFrame.fillPoses writes them
 */
export function measureOpenness(poses: Float32Array): number {
  let open = 0
  for (let finger = 0; finger < 4; finger++) {
    const knuckle = distanceToWrist(poses, KNUCKLE_JOINTS[finger]!)
    if (knuckle > 0) open = Math.max(open, distanceToWrist(poses, FINGERTIP_JOINTS[finger]!) / knuckle)
  }
  return open
}

function distanceToWrist(poses: Float32Array, joint: number): number {
  const a = WRIST_JOINT * 16 + 12
  const b = joint * 16 + 12
  return Math.hypot(poses[a]! - poses[b]!, poses[a + 1]! - poses[b + 1]!, poses[a + 2]! - poses[b + 2]!)
}

/** Whether a hand is a fist now: between closed and open it stays what it was. */
export const isFist = (openness: number, was: boolean): boolean =>
  was ? openness < MIN_OPEN_OPENNESS : openness < MAX_FIST_OPENNESS
