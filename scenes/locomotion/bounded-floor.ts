import { Vector3 } from 'three'

/**
 * Reads the headset's boundary.
 * @returns x, z of its corners in the coordinates of `space`; null without a boundary, or if the visitor does not allow it.
 */
export async function findBoundedFloor(session: XRSession, space: XRReferenceSpace): Promise<number[] | null> {
  try {
    const bounded = (await session.requestReferenceSpace('bounded-floor')) as XRBoundedReferenceSpace
    const corners = bounded.boundsGeometry
    if (!corners || corners.length < 3) return null
    const pose = await requestPose(session, bounded, space)
    if (!pose) return null
    const { position, orientation } = pose.transform
    const corner = new Vector3()
    return Array.from(corners).flatMap(({ x, z }) => {
      corner.set(x, 0, z).applyQuaternion(orientation)
      return [corner.x + position.x, corner.z + position.z]
    })
  } catch {
    // Headsets without a boundary reject the reference space.
    return null
  }
}

/** Waits for the next frame: poses exist only during one. */
const requestPose = (session: XRSession, space: XRSpace, baseSpace: XRReferenceSpace) =>
  new Promise<XRPose | undefined>((resolve) =>
    session.requestAnimationFrame((_, frame) => resolve(frame.getPose(space, baseSpace))),
  )
