import { Matrix4, Ray, Vector3 } from 'three'
import type { Radians } from '../../audio/units.ts'

/** Pose and projection of the device's camera in a frame; in AR the room is the device's own space. */
export class ViewerPose {
  readonly position = new Vector3()
  readonly forward = new Vector3()
  private readonly cameraMatrix = new Matrix4()
  private readonly viewMatrix = new Matrix4()
  private readonly projection = new Matrix4()
  private readonly unprojection = new Matrix4()
  private readonly point = new Vector3()
  private readonly ray = new Ray()

  /** @returns whether the device knows its pose. */
  update(frame: XRFrame, space: XRReferenceSpace): boolean {
    const view = frame.getViewerPose(space)?.views[0]
    if (!view) return false
    this.cameraMatrix.fromArray(view.transform.matrix)
    this.viewMatrix.copy(this.cameraMatrix).invert()
    this.projection.fromArray(view.projectionMatrix)
    this.unprojection.copy(this.projection).invert()
    this.position.setFromMatrixPosition(this.cameraMatrix)
    this.forward.set(0, 0, -1).transformDirection(this.cameraMatrix)
    return true
  }

  /** Computes the ray through a point of the screen, in CSS pixels. */
  getScreenRay(x: number, y: number, out: Ray): Ray {
    const { innerWidth, innerHeight } = window
    out.origin.copy(this.position)
    out.direction
      .set((x / innerWidth) * 2 - 1, 1 - (y / innerHeight) * 2, 0.5)
      .applyMatrix4(this.unprojection)
      .transformDirection(this.cameraMatrix)
    return out
  }

  /** Angle between the rays through a point of the screen and another beside it, in CSS pixels. */
  measureAngle(x: number, y: number, pixels: number): Radians {
    const { direction } = this.getScreenRay(x, y, this.ray)
    this.point.copy(direction)
    return this.point.angleTo(this.getScreenRay(x + pixels, y, this.ray).direction)
  }

  /** Projects a ray onto the screen, in CSS pixels; a ray that points behind the camera onto its center. */
  projectRay(ray: Ray, out: { x: number; y: number }): void {
    const point = ray.at(2, this.point).applyMatrix4(this.viewMatrix)
    const ahead = point.z < -1e-3
    if (ahead) point.applyMatrix4(this.projection)
    out.x = ((ahead ? point.x : 0) + 1) * 0.5 * window.innerWidth
    out.y = (1 - (ahead ? point.y : 0)) * 0.5 * window.innerHeight
  }
}
