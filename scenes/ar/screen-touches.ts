import { Ray } from 'three'
import type { Seconds } from '../../audio/units.ts'
import type { GestureRecognizer } from './gesture-recognizer.ts'
import type { ViewerPose } from './viewer-pose.ts'

type ScreenTouch = { finger: number; ray: Ray; x: number; y: number }

/**
 * Touches as transient input sources of the XR session. With a DOM overlay they are ignored: the overlay reports the
 * same touches as pointer events.
 */
export class ScreenTouches {
  private readonly touches = new Map<XRInputSource, ScreenTouch>()
  private readonly pendingEvents: { source: XRInputSource; isDown: boolean }[] = []
  /** Negative: pointer events have ids from 0 up. */
  private nextFinger = -2

  constructor(
    private readonly gestures: GestureRecognizer,
    private readonly viewerPose: ViewerPose,
  ) {}

  /** @returns a function that detaches it from the session. */
  attach(session: XRSession): () => void {
    const queueEvent = ({ type, inputSource }: XRInputSourceEvent) => {
      if (inputSource.targetRayMode !== 'screen' || session.domOverlayState) return
      this.pendingEvents.push({ source: inputSource, isDown: type === 'selectstart' })
    }
    session.addEventListener('selectstart', queueEvent)
    session.addEventListener('selectend', queueEvent)
    return () => {
      session.removeEventListener('selectstart', queueEvent)
      session.removeEventListener('selectend', queueEvent)
      this.touches.clear()
      this.pendingEvents.length = 0
    }
  }

  /** Reports moved, pressed and released touches to the gesture recognizer. */
  update(frame: XRFrame, space: XRReferenceSpace, now: Seconds): void {
    for (const [source, touch] of this.touches)
      if (this.updateTouch(source, touch, frame, space)) this.gestures.move(touch.finger, touch.x, touch.y)
    for (const { source, isDown } of this.pendingEvents) {
      if (isDown) {
        const touch = { finger: this.nextFinger--, ray: new Ray(), x: 0, y: 0 }
        if (!this.updateTouch(source, touch, frame, space)) continue
        this.touches.set(source, touch)
        this.gestures.press(touch.finger, touch.x, touch.y, now)
        continue
      }
      const touch = this.touches.get(source)
      if (touch) this.gestures.release(touch.finger)
    }
    // After all events: the handlers of a release still ask for the ray.
    for (const { source, isDown } of this.pendingEvents) if (!isDown) this.touches.delete(source)
    this.pendingEvents.length = 0
  }

  /** @returns the ray of a finger that touches, or was released in this frame. */
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
    this.viewerPose.projectRay(touch.ray, touch)
    return true
  }
}
