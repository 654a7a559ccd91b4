import { type Camera, Euler, PerspectiveCamera, Quaternion, Vector3 } from 'three'
import type { Meters, Seconds } from '../../audio/units.ts'
import type { CameraPose } from '../geometry/attract-film.ts'
import { CLOUD_CENTER_HEIGHT_M } from '../geometry/cloud.ts'
import { easeFreeArea, type FormFit, fitForm, getFreeCenterX, getFreeCenterY } from '../geometry/free-area.ts'
import { EYE_HEIGHT_M } from '../geometry/motion.ts'
import { getPathRadius } from '../geometry/path-curve.ts'
import { roomToSong } from '../geometry/placement.ts'
import { type CameraRig, ORBIT_FIT_M, startTransition } from '../locomotion/camera-rig.ts'
import { stepTransition } from '../locomotion/camera-transition.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { SceneContext } from '../state/scene-context.ts'
import type { SceneServices } from '../state/scene-services.ts'

const MIN_CAMERA_HEIGHT_M: Meters = 0.1
const FIT_RATE_PER_S = 3
const axes = new Float64Array(9)
const heart: [x: Meters, y: Meters, z: Meters] = [0, 0, 0]
const filmPose: CameraPose = { x: 0, y: 0, z: 0, yaw: 0, pitch: 0 }
const wantedFit: FormFit = { x: 0, y: 0, distance: ORBIT_FIT_M }
const viewEuler = new Euler(0, 0, 0, 'YXZ')
const scratchPoint: [x: number, y: number, z: number] = [0, 0, 0]
const scratchPosition = new Vector3()
const scratchQuaternion = new Quaternion()

/** Moves the headset's origin, or the flat camera, to the visitor. */
export function updateCameraRig(
  { frameState, services, store }: SceneContext,
  cameraRig: CameraRig,
  camera: Camera,
  dt: Seconds,
  xrFrame: XRFrame | undefined,
): void {
  moveOrigin(frameState, cameraRig)
  if (xrFrame) return
  const { reducedMotion, freeArea } = frameState.viewer
  easeFreeArea(cameraRig.freeArea, freeArea, reducedMotion ? Number.POSITIVE_INFINITY : dt)
  if (!(camera instanceof PerspectiveCamera)) return
  const { view } = store.getState()
  const isFilmed = view === 'orbit' && playFilm(frameState, services, cameraRig, camera, dt)
  // The film ends in a move, not in a cut.
  if (cameraRig.wasFilmed && !isFilmed) startTransition(cameraRig, camera)
  cameraRig.wasFilmed = isFilmed
  if (isFilmed) return
  if (view === 'inside') placeEye(frameState, cameraRig, camera)
  else placeOutside(frameState, cameraRig, camera, dt)
  const isRide = store.getState().mode === 'ride'
  const step = reducedMotion ? Number.POSITIVE_INFINITY : dt
  stepTransition(cameraRig, camera, frameState.path.curve, scratchPosition, scratchQuaternion, isRide, step)
  camera.updateMatrixWorld()
}

/** Half the field of view, as tangents. */
const getTanY = ({ fov }: PerspectiveCamera): number => Math.tan((fov * Math.PI) / 360)

/** Writes the visitor's eyes on a flat screen; what lies ahead of them is drawn in the middle of the free area. */
function placeEye({ viewer }: FrameState, { freeArea }: CameraRig, camera: PerspectiveCamera): void {
  const { rig, roll, isHandheld } = viewer
  const tanY = getTanY(camera)
  // A handheld screen is a window: it shows what is behind it.
  const aside = isHandheld ? 0 : Math.atan(getFreeCenterX(freeArea) * tanY * camera.aspect)
  const above = isHandheld ? 0 : Math.atan(getFreeCenterY(freeArea) * tanY)
  scratchPosition.set(rig.x, rig.y + EYE_HEIGHT_M, rig.z)
  scratchQuaternion.setFromEuler(viewEuler.set(rig.pitch - above, rig.yaw + aside, roll))
}

/** Moves the camera through the film. @returns whether there is one. */
function playFilm(
  frameState: FrameState,
  { film }: SceneServices,
  { freeArea }: CameraRig,
  camera: PerspectiveCamera,
  dt: Seconds,
): boolean {
  const tanY = getTanY(camera)
  if (!film?.step(frameState, dt, tanY * camera.aspect, tanY, freeArea, filmPose)) return false
  camera.position.set(filmPose.x, filmPose.y, filmPose.z)
  camera.quaternion.setFromEuler(viewEuler.set(filmPose.pitch, filmPose.yaw, 0))
  camera.updateMatrixWorld()
  return true
}

/** Writes the view from outside: the form whole in the free area. */
function placeOutside(frameState: FrameState, cameraRig: CameraRig, camera: PerspectiveCamera, dt: Seconds): void {
  const { viewer } = frameState
  const { orbit, outside } = cameraRig
  if (viewer.reframe) {
    startTransition(cameraRig, camera)
    orbit.current?.reset()
  }
  viewer.reframe = false
  orbit.current?.update(dt)
  lookAtForm(frameState, cameraRig, camera, outside.quaternion, outside.position.length() / ORBIT_FIT_M, dt)
}

/** Writes a view that is turned by `turn`, with the form in the middle of the free area; zoom 1: filling it. */
function lookAtForm(
  { boxes, path: { curve }, viewer }: FrameState,
  { fit, freeArea }: CameraRig,
  camera: PerspectiveCamera,
  turn: Quaternion,
  zoom: number,
  dt: Seconds,
): void {
  const tanY = getTanY(camera)
  const tanX = tanY * camera.aspect
  for (let axis = 0; axis < 3; axis++)
    scratchPosition
      .set(0, 0, 0)
      .setComponent(axis, 1)
      .applyQuaternion(turn)
      .toArray(axes, axis * 3)
  heart[0] = curve.heartX
  heart[1] = CLOUD_CENTER_HEIGHT_M
  heart[2] = curve.heartZ
  wantedFit.distance = fit.distance
  const pathRadius = viewer.showsWholePath ? getPathRadius(curve) : 0
  fitForm(boxes.home, boxes.count, boxes.cloudRadius, heart, axes, tanX, tanY, freeArea, wantedFit, pathRadius)
  const share = viewer.reducedMotion ? 1 : 1 - Math.exp(-dt * FIT_RATE_PER_S)
  fit.x += (wantedFit.x - fit.x) * share
  fit.y += (wantedFit.y - fit.y) * share
  fit.distance += (wantedFit.distance - fit.distance) * share
  const distance = fit.distance * zoom
  // Moved aside instead of turned, so that the horizon stays level.
  scratchPosition
    .set(
      fit.x - getFreeCenterX(freeArea) * tanX * distance,
      fit.y - getFreeCenterY(freeArea) * tanY * distance,
      distance,
    )
    .applyQuaternion(turn)
  scratchPosition.x += curve.heartX
  scratchPosition.y = Math.max(MIN_CAMERA_HEIGHT_M, scratchPosition.y + CLOUD_CENTER_HEIGHT_M)
  scratchPosition.z += curve.heartZ
  scratchQuaternion.copy(turn)
}

/** The scene is drawn in the song's space: a small song is drawn by enlarging the visitor. */
function moveOrigin({ viewer, placement }: FrameState, cameraRig: CameraRig): void {
  const origin = cameraRig.origin.current
  if (!origin) return
  const { rig } = viewer
  roomToSong(placement, rig.x, rig.y, rig.z, scratchPoint)
  origin.position.fromArray(scratchPoint)
  origin.rotation.y = rig.yaw - placement.yaw
  origin.scale.setScalar(1 / placement.scale)
  origin.updateMatrixWorld()
}
