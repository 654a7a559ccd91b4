import { type Camera, Quaternion, Vector3 } from 'three'
import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { smoothstep, wrapAngle } from '../geometry/math.ts'
import { type CameraRig, startTransition } from './camera-rig.ts'

/** Shortest duration of a way between inside and outside. */
const TRANSITION_S: Seconds = 1.6
const MAX_RIDE_TURN_RAD_PER_S: Radians = 0.3
const MAX_SMOOTHSTEP_SLOPE = 1.5
/** A place that is farther away than this from one frame to the next is another place, after a seek. */
const NEW_PLACE_M: Meters = 1.5
/** Nearer to the heart there is no way around it. */
const MIN_RADIUS_M: Meters = 0.5

type Heart = { heartX: Meters; heartZ: Meters }

const up = new Vector3(0, 1, 0)
const swing = new Quaternion()
const from = new Quaternion()
const to = new Quaternion()

/**
 * Moves the camera on its way to `place` and `turn`, around the form's heart: two views of the form keep it in view between them.
 * @param isRide it is watched: however far it has to turn, it turns slowly.
 * @param dt Infinity: at once.
 */
export function stepTransition(
  cameraRig: CameraRig,
  camera: Camera,
  { heartX, heartZ }: Heart,
  place: Vector3,
  turn: Quaternion,
  isRide: boolean,
  dt: Seconds,
): void {
  const { transition } = cameraRig
  const isUnderWay = transition.progress > 0 && transition.progress < 1
  if (isUnderWay && place.distanceTo(transition.place) > NEW_PLACE_M) startTransition(cameraRig, camera)
  transition.place.copy(place)
  const { fromPosition, fromQuaternion } = transition
  const fromX = fromPosition.x - heartX
  const fromZ = fromPosition.z - heartZ
  const fromRadius = Math.hypot(fromX, fromZ)
  const toRadius = Math.hypot(place.x - heartX, place.z - heartZ)
  const fromAngle: Radians = Math.atan2(fromX, fromZ)
  const isAround = Math.min(fromRadius, toRadius) > MIN_RADIUS_M
  const angle: Radians = isAround ? wrapAngle(Math.atan2(place.x - heartX, place.z - heartZ) - fromAngle) : 0
  // As seen from the heart both views differ little.
  to.setFromAxisAngle(up, -angle).multiply(turn)
  const turned = isRide ? Math.abs(angle) + fromQuaternion.angleTo(to) : 0
  const duration = Math.max(TRANSITION_S, (MAX_SMOOTHSTEP_SLOPE * turned) / MAX_RIDE_TURN_RAD_PER_S)
  transition.progress = Math.min(1, transition.progress + dt / duration)
  const share = smoothstep(transition.progress)
  from.copy(fromQuaternion).slerp(to, share)
  camera.quaternion.copy(swing.setFromAxisAngle(up, angle * share)).multiply(from)
  camera.position.lerpVectors(fromPosition, place, share)
  if (!isAround) return
  const radius = fromRadius + (toRadius - fromRadius) * share
  camera.position.x = heartX + Math.sin(fromAngle + angle * share) * radius
  camera.position.z = heartZ + Math.cos(fromAngle + angle * share) * radius
}
