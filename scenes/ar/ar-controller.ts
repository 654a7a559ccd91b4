import { Ray, Vector3, type WebXRManager } from 'three'
import type { Meters, Seconds } from '../../audio/units.ts'
import { rayToSong } from '../geometry/placement.ts'
import type { BoxHit } from '../geometry/raycast.ts'
import { resetRig } from '../locomotion/rig.ts'
import { type ArState, createGround, initialArState, type Point } from '../state/ar-state.ts'
import { findTouchedBox } from '../state/find-touched-box.ts'
import { resetPlacement, setSmallestEdge } from '../state/frame-state.ts'
import type { SceneContext } from '../state/scene-context.ts'
import { createTap, FINGERTIP_PX, findBoxNotMeant } from '../state/tap.ts'
import { ArAnchor } from './ar-anchor.ts'
import { applyAnchorMotion, getDefaultScale, placeOnGround } from './ar-placement.ts'
import { measureSong, scaleSong } from './ar-scale.ts'
import { createGestureRecognizer, type GestureRecognizer, pixelsToYaw } from './gesture-recognizer.ts'
import { HitTester } from './hit-tester.ts'
import { LightEstimator } from './light-estimator.ts'
import { PlacementReticle } from './placement-reticle.ts'
import { ScreenTouches } from './screen-touches.ts'
import { ViewerPose } from './viewer-pose.ts'

/** A level surface within this height of the device's own floor is taken for the floor. */
const MAX_FLOOR_OFFSET_M: Meters = 0.3

/** AR session: finds surfaces, places the song, keeps it anchored, and applies touch gestures. */
export class ArController {
  readonly reticle = new PlacementReticle()
  private readonly lightEstimator: LightEstimator
  private readonly hitTester = new HitTester()
  private readonly viewerPose = new ViewerPose()
  private readonly anchor = new ArAnchor((anchored) => this.patchState({ anchored }))
  private readonly gestures: GestureRecognizer
  private readonly touches: ScreenTouches
  private session: XRSession | null = null
  private generation = -1
  /** Lowest surface seen that can be the floor. */
  private floorHeight: Meters = Number.POSITIVE_INFINITY
  /** Requests for the next frame: hit tests and anchors exist only during frames. */
  private placePending = false
  private dropPending = false
  private lastTap = createTap()
  /** Finger that drags the song. */
  private readonly dragTouch = { finger: -1, x: 0, y: 0 }
  /** From the finger's surface point to the song's; x is NaN until the first frame of the drag. */
  private readonly dragOffset = new Vector3()
  private readonly ray = new Ray()
  private readonly songRay = new Ray()
  private readonly hit: BoxHit = { index: -1, distance: 0 }
  private readonly surfacePoint: Point = [0, 0, 0]

  constructor(private readonly context: SceneContext) {
    this.gestures = createGestureRecognizer({
      onTap: (x, y, finger) => this.handleTap(x, y, finger),
      onRotate: (pixels) => this.rotateSong(pixels),
      onScale: (factor) => scaleSong(context, factor),
      onDragStart: (x, y, finger) => this.startDrag(x, y, finger),
      onDrag: (x, y) => {
        this.dragTouch.x = x
        this.dragTouch.y = y
      },
      onDragEnd: () => {
        this.dropPending = this.state.dragging
      },
    })
    this.lightEstimator = new LightEstimator(context.frameState)
    this.touches = new ScreenTouches(this.gestures, this.viewerPose)
    context.services.touches = this.gestures
  }

  /** @returns a function that detaches it from the session. */
  attach(session: XRSession): () => void {
    const { frameState, store } = this.context
    const isCurrent = () => this.session === session
    this.session = session
    this.generation = frameState.boxes.generation
    this.floorHeight = Number.POSITIVE_INFINITY
    frameState.ar.ground = createGround()
    store.setState({ ar: initialArState })
    this.hitTester.attach(session, isCurrent)
    this.lightEstimator.attach(session, isCurrent)
    const detachTouches = this.touches.attach(session)
    // Trigger or pinch of a headset, which has no screen to tap on.
    const handleSelect = ({ inputSource }: XRInputSourceEvent) => {
      if (inputSource.targetRayMode !== 'screen' && !this.state.placed) this.placePending = true
    }
    session.addEventListener('select', handleSelect)
    return () => {
      session.removeEventListener('select', handleSelect)
      detachTouches()
      this.session = null
      this.placePending = false
      this.dropPending = false
      this.gestures.reset()
      this.hitTester.detach()
      this.anchor.forget()
      this.lightEstimator.detach()
      this.reticle.hide()
      resetPlacement(frameState)
      setSmallestEdge(frameState, 0)
      store.setState({ ar: initialArState })
    }
  }

  update(frame: XRFrame | undefined, xr: WebXRManager, dt: Seconds): void {
    const space = xr.getReferenceSpace()
    if (!frame || !space || frame.session !== this.session) return
    // In AR the rig does not move: the room is the device's own space.
    resetRig(this.context.frameState.viewer.rig)
    this.lightEstimator.update(frame, dt)
    if (!this.viewerPose.update(frame, space)) return
    const now = performance.now() / 1000
    this.touches.update(frame, space, now)
    this.gestures.updateRest(now)
    const { placed, dragging } = this.state
    if (!placed) this.findSurface(frame, space)
    else if (dragging) this.dragSong(frame, space)
    else this.followAnchor(frame, space)
  }

  dispose(): void {
    this.reticle.dispose()
  }

  private get state(): ArState {
    return this.context.store.getState().ar
  }

  private patchState(change: Partial<ArState>): void {
    this.context.store.setState({ ar: { ...this.state, ...change } })
  }

  private findSurface(frame: XRFrame, space: XRReferenceSpace): void {
    this.anchor.release()
    this.ray.origin.copy(this.viewerPose.position)
    this.ray.direction.copy(this.viewerPose.forward)
    const hit = this.hitTester.hitTestViewer(frame, space, this.ray, this.surfacePoint)
    const surfaceFound = hit !== false
    if (surfaceFound !== this.state.surfaceFound) this.patchState({ surfaceFound })
    if (surfaceFound) {
      const height = this.surfacePoint[1]
      if (Math.abs(height) < MAX_FLOOR_OFFSET_M) this.floorHeight = Math.min(this.floorHeight, height)
      this.reticle.show(this.context.frameState.placement, this.surfacePoint)
    } else this.reticle.hide()
    if (this.placePending && surfaceFound) this.placeSong(frame, space, hit)
    this.placePending = false
  }

  private placeSong(frame: XRFrame, space: XRReferenceSpace, hit: XRHitTestResult | true): void {
    const { frameState } = this.context
    const { ground } = frameState.ar
    const { size } = this.state
    const [x, y, z] = this.surfacePoint
    measureSong(frameState, size)
    ground.point = [x, y, z]
    ground.floorHeight = Math.min(Number.isFinite(this.floorHeight) ? this.floorHeight : 0, y)
    // The path leads away from the visitor, as in the orbit view.
    const yaw = Math.atan2(this.viewerPose.position.x - x, this.viewerPose.position.z - z)
    placeOnGround(frameState.placement, ground, size, yaw, getDefaultScale(ground, size))
    this.reticle.hide()
    this.patchState({ placed: true })
    this.anchor.set((hit !== true && hit.createAnchor?.()) || this.createAnchor(frame, space))
  }

  private createAnchor(frame: XRFrame, space: XRReferenceSpace): Promise<XRAnchor> | undefined {
    const [x, y, z] = this.context.frameState.ar.ground.point
    return frame.createAnchor?.(new XRRigidTransform({ x, y, z }), space)
  }

  private followAnchor(frame: XRFrame, space: XRReferenceSpace): void {
    const { frameState } = this.context
    const { placement, boxes } = frameState
    const { ground } = frameState.ar
    this.placePending = false
    const motion = this.anchor.track(frame, space)
    if (motion) applyAnchorMotion(placement, ground, motion)
    if (this.generation === boxes.generation) return
    // New boxes have another footprint; the scale relative to the default stays.
    const { size } = this.state
    const zoom = placement.scale / getDefaultScale(ground, size)
    measureSong(frameState, size)
    this.generation = boxes.generation
    placeOnGround(placement, ground, size, placement.yaw, zoom * getDefaultScale(ground, size))
  }

  private getFingerRay(x: number, y: number, finger: number): Ray {
    return this.touches.getRay(finger) ?? this.viewerPose.getScreenRay(x, y, this.ray)
  }

  private handleTap(x: number, y: number, finger: number): void {
    if (!this.state.placed) {
      this.placePending = true
      return
    }
    const { frameState, actions } = this.context
    const time = performance.now() / 1000
    const cone = this.viewerPose.measureAngle(x, y, FINGERTIP_PX)
    rayToSong(frameState.placement, this.getFingerRay(x, y, finger), this.songRay)
    findTouchedBox(frameState, this.songRay, cone, findBoxNotMeant(this.lastTap, x, y, time), this.hit)
    const chunk = this.hit.index
    this.lastTap = { x, y, time, chunk }
    if (chunk >= 0) actions.pickChunk(chunk)
  }

  private rotateSong(pixels: number): void {
    const { placement, ar } = this.context.frameState
    const { placed, size } = this.state
    if (placed) placeOnGround(placement, ar.ground, size, placement.yaw + pixelsToYaw(pixels), placement.scale)
  }

  private startDrag(x: number, y: number, finger: number): void {
    if (!this.state.placed) {
      this.placePending = true
      return
    }
    Object.assign(this.dragTouch, { finger, x, y })
    this.dragOffset.set(Number.NaN, 0, 0)
    this.anchor.release()
    this.patchState({ dragging: true })
  }

  private dragSong(frame: XRFrame, space: XRReferenceSpace): void {
    const { placement, ar } = this.context.frameState
    const { ground } = ar
    const { size } = this.state
    const { finger, x, y } = this.dragTouch
    const ray = this.getFingerRay(x, y, finger)
    const height = size === 'table' ? ground.point[1] : ground.floorHeight
    if (this.hitTester.hitTestTouch(frame, space, ray, height, this.surfacePoint)) {
      const [px, py, pz] = this.surfacePoint
      // The song keeps its distance from the finger instead of jumping under it.
      if (Number.isNaN(this.dragOffset.x)) this.dragOffset.set(ground.point[0] - px, 0, ground.point[2] - pz)
      ground.point = [px + this.dragOffset.x, py, pz + this.dragOffset.z]
      placeOnGround(placement, ground, size, placement.yaw, placement.scale)
    }
    this.reticle.show(placement, [ground.point[0], placement.y, ground.point[2]])
    if (!this.dropPending) return
    this.dropPending = false
    this.reticle.hide()
    this.patchState({ dragging: false })
    this.anchor.set(this.createAnchor(frame, space))
  }
}
