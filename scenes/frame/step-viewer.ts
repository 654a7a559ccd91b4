import type { RootState } from '@react-three/fiber'
import { type Camera, Euler, Quaternion, Vector3 } from 'three'
import { EYE_HEIGHT, easeVignette as nextVignette } from '../geometry/motion.ts'
import { toSong } from '../geometry/placement.ts'
import type { Seat } from '../locomotion/camera-rig.ts'
import { stand } from '../locomotion/eye-height.ts'
import { alight, lookAhead, ride } from '../locomotion/ride.ts'
import { chunkUnderfoot, goToStart, stride, toRoomPose } from '../locomotion/rig.ts'
import { isCalm, type Live } from '../state/frame-state.ts'
import type { Room } from '../state/ui-store.ts'

let lastUnderfoot = -1
/** A ride this fast needs all of the vignette. */
const FAST = 1.2

/** Ride, walk or roam: where the visitor's space goes this frame, and in walk mode what the feet sound. */
export function moveVisitor(room: Room, dt: number): void {
  const { live, store, actions } = room
  const { mode, view, session } = store.getState()
  const there = session !== null || view === 'inside'
  const { forward, right } = live.stick
  if (session === 'vr') stand(live, dt)
  else if (session === null) standOnScreen(live)
  const { speed } = live.preferences
  if (there && (forward !== 0 || right !== 0))
    stride(live.visitor, live.visitor.yaw, forward * speed, right * speed, dt)
  // What the camera of a phone shows cannot be carried along.
  if (there && mode === 'ride' && session !== 'ar') {
    live.moved = Math.max(live.moved, Math.min(1, ride(live, session !== null, dt) / FAST))
    if (session === null && live.playback?.playing) lookAhead(live, dt)
  } else alight(live)
  const chunk = there && mode === 'walk' ? chunkUnderfoot(live, lastUnderfoot) : -1
  if (chunk === lastUnderfoot) return
  lastUnderfoot = chunk
  if (chunk >= 0) actions.stepOn(chunk)
}

function standOnScreen(live: Live): void {
  if (live.standing.call === 'recenter') goToStart(live)
  live.standing.call = null
}

/** The view narrows while a headset's wearer is moved by other than own steps. */
export function easeVignette(live: Live, dt: number): void {
  const strength = live.preferences.vignette
  if (strength === 0 || isCalm(live)) live.vignette = live.moved * strength
  else live.vignette = nextVignette(Math.min(1, live.vignette / strength), live.moved, dt) * strength
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
    if (room.live.reframe) {
      seat.glide.from.copy(camera.position)
      seat.glide.fromTurn.copy(camera.quaternion)
      seat.glide.progress = 0
      orbit.reset()
    }
    room.live.reframe = false
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

const head = new Vector3(0, EYE_HEIGHT, 0)
const headTurn = new Quaternion()
const headPose = { position: head, orientation: headTurn } as unknown as XRRigidTransform

/** In a headset: where the head has gone by itself since the last frame. */
export function readHead(live: Live, state: RootState, xrFrame: XRFrame | undefined): void {
  const { ear, standing } = live
  live.moved = 0
  standing.stepX = 0
  standing.stepZ = 0
  const space = state.gl.xr.getReferenceSpace()
  const pose = xrFrame && space ? xrFrame.getViewerPose(space) : undefined
  if (!pose) return
  const { position: p, orientation: o } = pose.transform
  head.set(p.x, p.y, p.z)
  headTurn.set(o.x, o.y, o.z, o.w)
  const [x, , z] = ear.position
  hearFrom(live)
  standing.head = p.y
  standing.stepX = ear.position[0] - x
  standing.stepZ = ear.position[2] - z
}

/** The ear is where the eyes are: the head in the headset, the camera on a flat screen. */
export function readEar(live: Live, state: RootState, xrFrame: XRFrame | undefined): void {
  if (xrFrame) hearFrom(live)
  else {
    position.copy(state.camera.position)
    turn.copy(state.camera.quaternion)
    setEar(live)
  }
}

/** The head, wherever the visitor's space has gone with it. */
function hearFrom(live: Live): void {
  toRoomPose(live.visitor, headPose, position, turn)
  setEar(live)
}

function setEar({ ear }: Live): void {
  position.toArray(ear.position)
  forward.set(0, 0, -1).applyQuaternion(turn).toArray(ear.forward)
  up.set(0, 1, 0).applyQuaternion(turn).toArray(ear.up)
}
