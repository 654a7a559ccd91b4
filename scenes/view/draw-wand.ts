import { Quaternion, Vector3 } from 'three'
import type { Meters } from '../../audio/units.ts'
import type { HandLight } from './hand-light.ts'
import { LightEnd } from './light-end.ts'
import type { LightStrokes } from './light-strokes.ts'

type PoseLike = Pick<XRRigidTransform, 'position' | 'orientation'>

/** Along the pointing direction, from the origin of the ray: behind the hand and before it. */
const POMMEL_M: Meters = -0.13
const TIP_M: Meters = 0.06

const orientation = new Quaternion()
const direction = new Vector3()
const pommel = new LightEnd()
const tip = new LightEnd()
const bead = new LightEnd()

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
  bead.place.set(position.x, position.y, position.z)
  pommel.place.copy(bead.place).addScaledVector(direction, POMMEL_M)
  tip.place.copy(bead.place).addScaledVector(direction, TIP_M)
  bead.place.copy(tip.place).addScaledVector(direction, -0.1 * (1 - pressed))
  const glow = strength * (1 + 0.6 * hold)
  strokes.addStroke(pommel.give(0.012, 0.06 * glow), tip.give(0.008, 0.3 * glow), color)
  strokes.addStroke(pommel.give(0.005, 0.22 * glow), tip.give(0.003, 1.05 * glow), color)
  strokes.addPoint(pommel.give(0.007, 0.4 * glow), color)
  strokes.addPoint(tip.give(0.014, 0.8 * glow), color)
  strokes.addPoint(bead.give(0.009, 0.5 + pressed * 0.8), color)
  out.copy(tip.place)
}
