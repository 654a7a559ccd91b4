import type { RootState } from '@react-three/fiber'
import { type Camera, Euler, Quaternion, Vector3 } from 'three'
import { toSong } from '../geometry/placement.ts'
import type { Live } from '../live.ts'
import type { Room } from '../room.ts'
import type { Seat } from '../seat.ts'
import { chunkUnderfoot, EYE_HEIGHT, lookAhead, ride, stride, toRoomPose } from '../visitor.ts'

let lastUnderfoot = -1

/** Ride, walk or roam: where the visitor's space goes this frame, and in walk mode what the feet sound. */
export function moveVisitor(room: Room, dt: number): void {
  const { live, store, actions } = room
  const { mode, view, session } = store.getState()
  const there = session !== null || view === 'inside'
  const { forward, right } = live.stick
  if (there && (forward !== 0 || right !== 0)) stride(live.visitor, forward, right, dt)
  if (there && mode === 'ride' && live.playback?.playing) {
    ride(live, dt)
    if (session === null) lookAhead(live, dt)
  }
  if (!there || mode !== 'walk') {
    lastUnderfoot = -1
    return
  }
  const chunk = chunkUnderfoot(live)
  if (chunk === lastUnderfoot) return
  lastUnderfoot = chunk
  if (chunk >= 0) actions.stepOn(chunk)
}

const GLIDE_SECONDS = 1.6
const look = new Euler(0, 0, 0, 'YXZ')
const forward = new Vector3()
const up = new Vector3()
const position = new Vector3()
const at: [x: number, y: number, z: number] = [0, 0, 0]
const turn = new Quaternion()

/** Puts the headset's origin or the flat camera where the visitor is. */
export function seatViewer(room: Room, seat: Seat, camera: Camera, dt: number, xrFrame: XRFrame | undefined): void {
  const { visitor, placement, reducedMotion, roll } = room.live
  const origin = seat.origin.current
  if (origin) {
    toSong(placement, visitor.x, visitor.y, visitor.z, at)
    origin.position.fromArray(at)
    origin.rotation.y = visitor.yaw - placement.yaw
    // A song the size of a table is drawn by making the visitor large.
    origin.scale.setScalar(1 / placement.scale)
    origin.updateMatrixWorld()
  }
  if (xrFrame) return
  if (room.store.getState().view === 'inside') {
    position.set(visitor.x, visitor.y + EYE_HEIGHT, visitor.z)
    turn.setFromEuler(look.set(visitor.pitch, visitor.yaw, roll))
  } else {
    const orbit = seat.orbit.current
    if (!orbit) return
    orbit.update(dt)
    position.copy(orbit.object.position)
    turn.copy(orbit.object.quaternion)
  }
  const { glide } = seat
  glide.progress = reducedMotion ? 1 : Math.min(1, glide.progress + dt / GLIDE_SECONDS)
  const t = glide.progress * glide.progress * (3 - 2 * glide.progress)
  camera.position.copy(glide.from).lerp(position, t)
  camera.quaternion.copy(glide.fromTurn).slerp(turn, t)
  camera.updateMatrixWorld()
}

/** The ear is where the eyes are: the viewer pose in the headset, the camera on a flat screen. */
export function readEar(live: Live, state: RootState, xrFrame: XRFrame | undefined): void {
  const { ear } = live
  const space = state.gl.xr.getReferenceSpace()
  const pose = xrFrame && space ? xrFrame.getViewerPose(space) : undefined
  if (pose) toRoomPose(live.visitor, pose.transform, position, turn)
  else if (!xrFrame) {
    position.copy(state.camera.position)
    turn.copy(state.camera.quaternion)
  } else return
  position.toArray(ear.position)
  forward.set(0, 0, -1).applyQuaternion(turn).toArray(ear.forward)
  up.set(0, 1, 0).applyQuaternion(turn).toArray(ear.up)
}
