import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { type FreeArea, WHOLE_PICTURE } from '../geometry/free-area.ts'
import { EYE_HEIGHT_M } from '../geometry/motion.ts'

/** Pose of the visitor's own space in the room: its origin is the headset's floor, or the feet on a flat screen. */
export type RigPose = { x: Meters; y: Meters; z: Meters; yaw: Radians; pitch: Radians }

/** Height of a visitor in a headset: rig.y = flight height + eye-height correction. */
export type EyeHeightState = {
  /** Done in the next frame: the head is moved to the start of the path; `arrive` turns only who looks aside. */
  pendingReset: 'arrive' | 'recenter' | null
  /** Height of the head above the real floor. */
  headHeight: Meters
  /** Own movement of the head since the last frame, in the room. */
  headDeltaX: Meters
  headDeltaZ: Meters
  flightHeight: Meters
  /** Correction of the eye height, easing towards `targetLift`. */
  lift: Meters
  targetLift: Meters
  /** Preference that `targetLift` was computed with. */
  seated: boolean
  /** Time for which the eyes have been too low for `targetLift`. */
  lowTime: Seconds
}

/** Ride along the path: velocity in meters per second, and the rider's own steps aside. */
export type Ride = { active: boolean; velocityX: number; velocityZ: number; offsetX: Meters; offsetZ: Meters }

/** Pose of the head in the room, in the form of AudioListener; forward and up are unit vectors. */
export type HeadAxes = {
  position: [number, number, number]
  forward: [number, number, number]
  up: [number, number, number]
}

/** Pose in the rig's space; an XRRigidTransform is one. */
export type PoseInRig = {
  position: { x: Meters; y: Meters; z: Meters }
  orientation: { x: number; y: number; z: number; w: number }
}

export type ViewerState = {
  rig: RigPose
  head: HeadAxes
  /** Head in a headset, from the last frame that had its pose. */
  headInRig: PoseInRig
  eyeHeight: EyeHeightState
  ride: Ride
  /** 0-1: how strongly something other than own steps moves the visitor. */
  motion: number
  /** 0-1: how far the view is narrowed because of `motion`. */
  vignette: number
  /** A teleport is aimed, or on its way. */
  teleporting: boolean
  /** Where it lands if it is let go now, in the room; null while none is aimed, it is refused, or a pinch may still be a tap. */
  teleportTarget: [x: number, y: number, z: number] | null
  /** 0-1: how dark a teleport makes the view, before it and after it. */
  blink: number
  /** Keys or thumbsticks, -1..1 each. */
  stick: { forward: number; right: number }
  /** Where the visitor stands (x, z, room): below the head, without its sway. */
  feet: [x: Meters, z: Meters]
  /** Since the feet last moved. */
  standingTime: Seconds
  /** Walk mode: the chunk under the feet, or -1, and where on the path it was last started. */
  walk: { chunk: number; heardFrom: Meters }
  /** Roll of a handheld screen. */
  roll: Radians
  /** The orientation of a handheld screen controls the view. */
  isHandheld: boolean
  reducedMotion: boolean
  /** The view from outside has all of the path between left and right, however narrow the picture. */
  showsWholePath: boolean
  /** 1 when a visitor arrives in a headset, 0 when the light has come up. */
  darkness: number
  /** Part of a flat picture that controls leave free, which the form is composed for; set by `setFreeArea`. */
  freeArea: FreeArea
  /** The next frame resets the orbit camera, so that the whole cloud is in view. */
  reframe: boolean
}

export const createEyeHeightState = (): EyeHeightState => ({
  pendingReset: null,
  headHeight: EYE_HEIGHT_M,
  headDeltaX: 0,
  headDeltaZ: 0,
  flightHeight: 0,
  lift: 0,
  targetLift: 0,
  seated: false,
  lowTime: 0,
})

export const createViewerState = (): ViewerState => ({
  rig: { x: 0, y: 0, z: 0, yaw: 0, pitch: 0 },
  head: { position: [0, EYE_HEIGHT_M, 0], forward: [0, 0, -1], up: [0, 1, 0] },
  headInRig: { position: { x: 0, y: EYE_HEIGHT_M, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 1 } },
  eyeHeight: createEyeHeightState(),
  ride: { active: false, velocityX: 0, velocityZ: 0, offsetX: 0, offsetZ: 0 },
  motion: 0,
  vignette: 0,
  teleporting: false,
  teleportTarget: null,
  blink: 0,
  stick: { forward: 0, right: 0 },
  feet: [0, 0],
  standingTime: 0,
  walk: { chunk: -1, heardFrom: 0 },
  roll: 0,
  isHandheld: false,
  reducedMotion: false,
  showsWholePath: false,
  darkness: 0,
  freeArea: { ...WHOLE_PICTURE },
  reframe: false,
})
