import { Quaternion, Vector3 } from 'three'
import type { Meters } from '../../audio/units.ts'
import type { HandLight } from './hand-light.ts'
import type { LightStrokes } from './light-strokes.ts'

type PoseLike = Pick<XRRigidTransform, 'position' | 'orientation'>

/** Along the pointing direction, from the origin of the ray: behind the hand and before it. */
const POMMEL_M: Meters = -0.13
const TIP_M: Meters = 0.06

const orientation = new Quaternion()
const direction = new Vector3()
const pommel = new Vector3()
const tip = new Vector3()
const bead = new Vector3()

/**
 * A slim wand that points where its ray goes. The trigger pushes a bead of light from the grip to the tip.
 * @param pressed 0-1
 * @param out the tip
 */
export function drawWand(strokes: LightStrokes, targetRay: PoseLike, light: HandLight, pressed: number, out: Vector3) {
  const { position, orientation: q } = targetRay
  const { color, strength, hold } = light
  orientation.set(q.x, q.y, q.z, q.w)
  direction.set(0, 0, -1).applyQuaternion(orientation)
  bead.set(position.x, position.y, position.z)
  pommel.copy(bead).addScaledVector(direction, POMMEL_M)
  tip.copy(bead).addScaledVector(direction, TIP_M)
  bead.copy(tip).addScaledVector(direction, -0.1 * (1 - pressed))
  const glow = strength * (1 + 0.6 * hold)
  strokes.addStroke(pommel, tip, 0.012, 0.008, color, 0.06 * glow, 0.3 * glow)
  strokes.addStroke(pommel, tip, 0.005, 0.003, color, 0.22 * glow, 1.05 * glow)
  strokes.addPoint(pommel, 0.007, color, 0.4 * glow)
  strokes.addPoint(tip, 0.014, color, 0.8 * glow)
  strokes.addPoint(bead, 0.009, color, 0.5 + pressed * 0.8)
  out.copy(tip)
}
