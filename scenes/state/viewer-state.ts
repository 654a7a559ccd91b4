import type { Meters, Radians, Seconds } from '../../audio/units.ts'

/** Where the origin of the visitor's own space (the headset's floor, or the feet on a flat screen) is in the room. */
export type RigPose = { x: Meters; y: Meters; z: Meters; yaw: Radians; pitch: Radians }

/** Height of a visitor in a headset: rig.y = flight height + eye-height correction. */
export type EyeHeightState = {
  /** What the next frame does; `arrive` moves only a head that is far from the beginning of the path. */
  pendingReset: 'arrive' | 'recenter' | null
  /** The head above the real floor, and how far it moved by itself since the last frame. */
  headHeight: Meters
  headDeltaX: Meters
  headDeltaZ: Meters
  flightHeight: Meters
  /** Correction of the eye height now, and the one it eases to. */
  lift: Meters
  targetLift: Meters
  /** The preference that `targetLift` was computed with, and how long the eyes have been too low for it. */
  seated: boolean
  lowTime: Seconds
}

/** The ride along the path: its velocity in m/s, and how far the rider has stepped aside. */
export type Ride = { active: boolean; velocityX: number; velocityZ: number; offsetX: Meters; offsetZ: Meters }

/** Pose of the head in the room; forward and up are unit vectors. */
export type HeadAxes = {
  position: [number, number, number]
  forward: [number, number, number]
  up: [number, number, number]
}

export type ViewerState = {
  rig: RigPose
  head: HeadAxes
  eyeHeight: EyeHeightState
  ride: Ride
  /** 0-1: how strongly the visitor is moved by something other than own steps. */
  motion: number
  /** 0-1: how far the view has narrowed for it. */
  vignette: number
  /** Where a teleport would land now, in the room; null while none is aimed. */
  teleportTarget: [x: number, y: number, z: number] | null
  /** Keys or thumbsticks, -1..1 each. */
  stick: { forward: number; right: number }
  /** Walk mode: the chunk under the feet, or -1. */
  chunkAtFeet: number
  /** Roll of a screen that is held in the hand. */
  roll: Radians
  /** The orientation of the screen steers the view. */
  isHandheld: boolean
  reducedMotion: boolean
  /** The next frame moves the flat camera so that the whole form is in view. */
  reframe: boolean
}

export const createEyeHeightState = (): EyeHeightState => ({
  pendingReset: null,
  headHeight: 1.6,
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
  head: { position: [0, 1.6, 0], forward: [0, 0, -1], up: [0, 1, 0] },
  eyeHeight: createEyeHeightState(),
  ride: { active: false, velocityX: 0, velocityZ: 0, offsetX: 0, offsetZ: 0 },
  motion: 0,
  vignette: 0,
  teleportTarget: null,
  stick: { forward: 0, right: 0 },
  chunkAtFeet: -1,
  roll: 0,
  isHandheld: false,
  reducedMotion: false,
  reframe: false,
})
