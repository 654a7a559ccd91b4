import { Ray } from 'three'
import type { Seconds } from '../../audio/units.ts'
import type { GestureRecognizer } from './gesture-recognizer.ts'
import type { ViewerPose } from './viewer-pose.ts'

type ScreenTouch = { finger: number; ray: Ray; x: number; y: number }

/**
 * Fingers as the XR session knows them: one input source each, there while it touches. Only where there is no overlay:
 * an overlay gets the same fingers as pointer events.
 */
export class ScreenTouches {
  private readonly touches = new Map<XRInputSource, ScreenTouch>()
  private readonly pendingEvents: { source: XRInputSource; down: boolean }[] = []
  /** Pointer events count from 0 up. */
  private nextFinger = -2

  constructor(
    private readonly gestures: GestureRecognizer,
    private readonly eye: ViewerPose,
  ) {}

  /** @returns a function that lets go of the session. */
  attach(session: XRSession): () => void {
    const tell = ({ type, inputSource }: XRInputSourceEvent) => {
      if (inputSource.targetRayMode !== 'screen' || session.domOverlayState) return
      this.pendingEvents.push({ source: inputSource, down: type === 'selectstart' })
    }
    session.addEventListener('selectstart', tell)
    session.addEventListener('selectend', tell)
    return () => {
      session.removeEventListener('selectstart', tell)
      session.removeEventListener('selectend', tell)
      this.touches.clear()
      this.pendingEvents.length = 0
    }
  }

  update(frame: XRFrame, space: XRReferenceSpace, now: Seconds): void {
    for (const [source, touch] of this.touches) {
      if (this.updateTouch(source, touch, frame, space)) this.gestures.move(touch.finger, touch.x, touch.y)
    }
    for (const { source, down } of this.pendingEvents) {
      if (down) {
        const touch = { finger: this.nextFinger--, ray: new Ray(), x: 0, y: 0 }
        if (!this.updateTouch(source, touch, frame, space)) continue
        this.touches.set(source, touch)
        this.gestures.press(touch.finger, touch.x, touch.y, now)
        continue
      }
      const touch = this.touches.get(source)
      if (touch) this.gestures.release(touch.finger)
    }
    for (const { source, down } of this.pendingEvents) if (!down) this.touches.delete(source)
    this.pendingEvents.length = 0
  }

  /** The ray of a finger that is down, or was until now. */
  getRay(finger: number): Ray | null {
    for (const touch of this.touches.values()) if (touch.finger === finger) return touch.ray
    return null
  }

  private updateTouch(source: XRInputSource, touch: ScreenTouch, frame: XRFrame, space: XRReferenceSpace): boolean {
    const transform = frame.getPose(source.targetRaySpace, space)?.transform
    if (!transform) return false
    const { position, orientation } = transform
    touch.ray.origin.set(position.x, position.y, position.z)
    touch.ray.direction.set(0, 0, -1).applyQuaternion(orientation)
    this.eye.projectRay(touch.ray, touch)
    return true
  }
}
