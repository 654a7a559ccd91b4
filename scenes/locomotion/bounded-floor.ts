import { Vector3 } from 'three'
import { type FloorCircle, findLargestCircle } from '../geometry/floor-circle.ts'

/**
 * The part of the real floor that one can walk on, in the space the room is drawn in.
 * @returns null where the headset does not tell its bounds.
 */
export async function findBoundedFloor(session: XRSession, space: XRReferenceSpace): Promise<FloorCircle | null> {
  try {
    const bounded = (await session.requestReferenceSpace('bounded-floor')) as XRBoundedReferenceSpace
    const corners = bounded.boundsGeometry
    if (!corners || corners.length < 3) return null
    const pose = await requestPose(session, bounded, space)
    if (!pose) return null
    const { position, orientation } = pose.transform
    const corner = new Vector3()
    return findLargestCircle(
      Array.from(corners).flatMap(({ x, z }) => {
        corner.set(x, 0, z).applyQuaternion(orientation)
        return [corner.x + position.x, corner.z + position.z]
      }),
    )
  } catch {
    // Not every headset has them, and not every visitor allows it.
    return null
  }
}

/** Poses can be asked for only while a frame lasts. */
const requestPose = (session: XRSession, of: XRSpace, space: XRReferenceSpace) =>
  new Promise<XRPose | undefined>((resolve) =>
    session.requestAnimationFrame((_, frame) => resolve(frame.getPose(of, space))),
  )
