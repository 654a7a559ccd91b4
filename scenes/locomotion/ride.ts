import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { wrapAngle } from '../geometry/math.ts'
import { computeArrivalSpeed, EYE_HEIGHT_M } from '../geometry/motion.ts'
import { getPathPoint } from '../geometry/path-curve.ts'
import { songToRoom } from '../geometry/placement.ts'
import { type FrameState, prefersReducedMotion } from '../state/frame-state.ts'

/** Gentler than a tram. */
const ACCELERATION_M_PER_S2 = 0.9
const BRAKING_M_PER_S2 = 1.5
/** Speed of catching up with the playhead, on top of the song's own pace. */
const MAX_CATCH_UP_M_PER_S = 1.2
const CATCH_UP_RATE_PER_S = 1.6
/** Farther behind than this, after a seek or at the start, the rig is set onto the path instead of pulled. */
const MAX_LAG_M: Meters = 2.5
/** A rider may step this far aside and stays there. */
const MAX_OFFSET_M: Meters = 0.6
/** Rate at which a flat camera approaches the path after a seek. */
const FLAT_APPROACH_RATE_PER_S = 2.5

const pathPoint = new Float64Array(3)
const playheadPosition: [x: number, y: number, z: number] = [0, 0, 0]

/** Writes the playhead's position on the path (room) into `playheadPosition`. @returns the path's heading there. */
function locatePlayhead({ path: { curve }, playhead, placement }: FrameState): Radians {
  getPathPoint(curve, playhead.time * curve.metersPerSecond, pathPoint)
  songToRoom(placement, pathPoint[0]!, 0, pathPoint[1]!, playheadPosition)
  return pathPoint[2]!
}

/**
 * Carries the head along the path in time with the music: accelerates gently, catches up after a seek, brakes when the
 * music pauses, and leaves own steps alone.
 * @param inHeadset a head that is far behind is set onto the path at once; a flat camera flies there.
 * @returns speed in meters per second.
 */
export function stepRide(frameState: FrameState, inHeadset: boolean, dt: Seconds): number {
  const { viewer, path, placement, playhead } = frameState
  const { rig, head, ride } = viewer
  const pathHeading = locatePlayhead(frameState)
  updateRideOffset(frameState)
  const behindX = playheadPosition[0] + ride.offsetX - head.position[0]
  const behindZ = playheadPosition[2] + ride.offsetZ - head.position[2]
  const behind = Math.hypot(behindX, behindZ)
  const reducedMotion = prefersReducedMotion(frameState)
  let targetX = 0
  let targetZ = 0
  if (playhead.playing) {
    const heading = placement.yaw + pathHeading
    const pace = path.curve.metersPerSecond * placement.scale
    targetX = -Math.sin(heading) * pace
    targetZ = -Math.cos(heading) * pace
    if (reducedMotion || behind > MAX_LAG_M) {
      const share = inHeadset || reducedMotion ? 1 : 1 - Math.exp(-dt * FLAT_APPROACH_RATE_PER_S)
      rig.x += behindX * share
      rig.z += behindZ * share
      ride.velocityX = targetX
      ride.velocityZ = targetZ
      return pace
    }
    const rate =
      behind > 0
        ? computeArrivalSpeed(behind, MAX_CATCH_UP_M_PER_S, ACCELERATION_M_PER_S2 * 0.6, CATCH_UP_RATE_PER_S) / behind
        : 0
    targetX += behindX * rate
    targetZ += behindZ * rate
  }
  const missing = Math.hypot(targetX - ride.velocityX, targetZ - ride.velocityZ)
  const maxChange = (playhead.playing ? ACCELERATION_M_PER_S2 : BRAKING_M_PER_S2) * dt
  const share = reducedMotion || missing <= maxChange ? 1 : maxChange / missing
  ride.velocityX += (targetX - ride.velocityX) * share
  ride.velocityZ += (targetZ - ride.velocityZ) * share
  rig.x += ride.velocityX * dt
  rig.z += ride.velocityZ * dt
  return Math.hypot(ride.velocityX, ride.velocityZ)
}

/** Adds own steps to the rider's offset, up to MAX_OFFSET_M; a ride that starts begins without one. */
function updateRideOffset({ viewer: { ride, eyeHeight } }: FrameState): void {
  ride.offsetX += eyeHeight.headDeltaX
  ride.offsetZ += eyeHeight.headDeltaZ
  const offset = Math.hypot(ride.offsetX, ride.offsetZ)
  if (!ride.active || offset > MAX_OFFSET_M) {
    const factor = ride.active ? MAX_OFFSET_M / offset : 0
    ride.offsetX *= factor
    ride.offsetZ *= factor
  }
  ride.active = true
}

export function stopRide({ viewer: { ride } }: FrameState): void {
  ride.active = false
  ride.velocityX = 0
  ride.velocityZ = 0
}

const MAX_TURN_RAD_PER_S = 0.6
const TURN_RATE_PER_S = 1.2
/** Farther from the center than this a rider looks back at the cloud instead of along the path. */
const LOOK_BACK_RADIUS_M: Meters = 2.2

/** Heading of a rider: along the path near the center, at the cloud farther out. */
function computeRideHeading({ viewer: { head } }: FrameState, pathHeading: Radians): Radians {
  const [x, , z] = head.position
  return Math.hypot(x, z) > LOOK_BACK_RADIUS_M ? Math.atan2(x, z) : pathHeading
}

/** Turns the flat view with the ride, unless the visitor is looking around. In a headset only the wearer turns. */
export function easeRideHeading(frameState: FrameState, dt: Seconds): void {
  const { viewer, pointer } = frameState
  if (pointer.isDraggingView || viewer.isHandheld) return
  const turn = wrapAngle(computeRideHeading(frameState, locatePlayhead(frameState)) - viewer.rig.yaw)
  const eased = turn * (1 - Math.exp(-dt * TURN_RATE_PER_S))
  viewer.rig.yaw += Math.max(-MAX_TURN_RAD_PER_S * dt, Math.min(MAX_TURN_RAD_PER_S * dt, eased))
}

/** Puts the flat view onto the path at the playhead: for a visitor who comes from the orbit view. */
export function startRide(frameState: FrameState): void {
  const { rig, head } = frameState.viewer
  const pathHeading = locatePlayhead(frameState)
  stopRide(frameState)
  rig.x = playheadPosition[0]
  rig.z = playheadPosition[2]
  head.position = [rig.x, EYE_HEIGHT_M, rig.z]
  rig.yaw = computeRideHeading(frameState, pathHeading)
  rig.pitch = 0
}
