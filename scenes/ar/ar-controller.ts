import { Ray, Vector3, type WebXRManager } from 'three'
import type { Meters, Seconds } from '../../audio/units.ts'
import { roomToSong } from '../geometry/placement.ts'
import { type BoxHit, raycastBoxes } from '../geometry/raycast.ts'
import { resetRig } from '../locomotion/rig.ts'
import { type ArState, createGround, initialArState } from '../state/ar-state.ts'
import { createCloudBoxes, updateCloudBoxes } from '../state/cloud-boxes.ts'
import { resetPlacement } from '../state/frame-state.ts'
import type { SceneContext } from '../state/ui-store.ts'
import { ArAnchor } from './ar-anchor.ts'
import { applyAnchorMotion, getDefaultScale, placeOnGround } from './ar-placement.ts'
import { measureSong, scaleSong } from './ar-scale.ts'
import { createGestureRecognizer, type GestureRecognizer, pixelsToYaw } from './gesture-recognizer.ts'
import { HitTester, type SurfacePoint } from './hit-tester.ts'
import { LightEstimator } from './light-estimator.ts'
import { PlacementReticleView } from './placement-reticle.ts'
import { ScreenTouches } from './screen-touches.ts'
import { ViewerPose } from './viewer-pose.ts'

/** A finger is this much thicker than a ray. */
const FINGERTIP_RADIUS_M: Meters = 0.008
/** A level surface within this height of the device's own floor is the floor. */
const MAX_FLOOR_OFFSET_M: Meters = 0.3

const scratchPoint: [x: number, y: number, z: number] = [0, 0, 0]
const direction = new Vector3()
const cloud = createCloudBoxes()
const touchHit: BoxHit = { index: -1, distance: 0 }

/** AR: finds surfaces, places the song, holds it there, and does what fingers ask for. One session's worth. */
export class ArController {
  readonly reticle = new PlacementReticleView()
  private readonly lightEstimator: LightEstimator
  private readonly hitTester = new HitTester()
  private readonly viewerPose = new ViewerPose()
  private readonly anchor = new ArAnchor((anchored) => this.patchState({ anchored }))
  private readonly gestures: GestureRecognizer
  private readonly touches: ScreenTouches
  private session: XRSession | null = null
  private now: Seconds = 0
  private generation = -1
  /** The lowest surface seen that can be the floor. */
  private floorHeight: Meters = Number.POSITIVE_INFINITY
  /** What the next frame has to do: only frames can find surfaces and make anchors. */
  private placePending = false
  private dropPending = false
  /** The finger that carries the song, and how far from its surface point the song stands. */
  private readonly dragTouch = { finger: -1, x: 0, y: 0 }
  private readonly dragOffset = new Vector3()
  private readonly ray = new Ray()
  private readonly surfacePoint: SurfacePoint = [0, 0, 0]

  constructor(private readonly room: SceneContext) {
    this.gestures = createGestureRecognizer({
      handleTap: (x, y, finger) => this.tap(x, y, finger),
      rotateSong: (pixels) => this.turn(pixels),
      scale: (factor) => scaleSong(room, factor),
      startDrag: (x, y, finger) => this.lift(x, y, finger),
      updateDrag: (x, y) => {
        this.dragTouch.x = x
        this.dragTouch.y = y
      },
      dragEnd: () => {
        this.dropPending = this.state.dragging
      },
    })
    this.lightEstimator = new LightEstimator(room.frameState)
    this.touches = new ScreenTouches(this.gestures, this.viewerPose)
    room.services.touches = this.gestures
  }

  /** @returns a function that lets go of the session. */
  attach(session: XRSession): () => void {
    const { frameState, store } = this.room
    const current = () => this.session === session
    this.session = session
    this.generation = frameState.boxes.generation
    this.floorHeight = Number.POSITIVE_INFINITY
    frameState.ar.ground = createGround()
    store.setState({ ar: initialArState })
    this.hitTester.attach(session, current)
    this.lightEstimator.attach(session, current)
    const letGo = this.touches.attach(session)
    // A trigger or pinch, where there is no screen to touch.
    const select = ({ inputSource }: XRInputSourceEvent) => {
      if (inputSource.targetRayMode !== 'screen' && !this.state.placed) this.placePending = true
    }
    session.addEventListener('select', select)
    return () => {
      session.removeEventListener('select', select)
      letGo()
      this.session = null
      this.placePending = false
      this.dropPending = false
      this.gestures.reset()
      this.hitTester.detach()
      this.anchor.reset()
      this.lightEstimator.detach()
      this.reticle.hide()
      resetPlacement(frameState)
      store.setState({ ar: initialArState })
    }
  }

  update(frame: XRFrame | undefined, xr: WebXRManager, dt: Seconds): void {
    const space = xr.getReferenceSpace()
    if (!frame || !space || frame.session !== this.session) return
    const { frameState } = this.room
    // Real steps are the only ones: the room is the device's own space.
    resetRig(frameState.viewer.rig)
    this.lightEstimator.update(frame, dt)
    if (!this.viewerPose.update(frame, space)) return
    this.now = performance.now() / 1000
    this.touches.update(frame, space, this.now)
    this.gestures.rest(this.now)
    const { placed, dragging: carried } = this.state
    if (!placed) this.findSurface(frame, space)
    else if (carried) this.carry(frame, space)
    else this.followAnchor(frame, space)
  }

  dispose(): void {
    this.reticle.dispose()
  }

  private get state(): ArState {
    return this.room.store.getState().ar
  }

  private patchState(change: Partial<ArState>): void {
    this.room.store.setState({ ar: { ...this.state, ...change } })
  }

  private findSurface(frame: XRFrame, space: XRReferenceSpace): void {
    const { frameState } = this.room
    this.anchor.release()
    this.ray.origin.copy(this.viewerPose.position)
    this.ray.direction.copy(this.viewerPose.forward)
    const hit = this.hitTester.hitTestViewer(frame, space, this.ray, this.surfacePoint)
    const found = hit !== false
    if (found !== this.state.surfaceFound) this.patchState({ surfaceFound: found })
    if (found) {
      if (Math.abs(this.surfacePoint[1]) < MAX_FLOOR_OFFSET_M)
        this.floorHeight = Math.min(this.floorHeight, this.surfacePoint[1])
      this.reticle.show(frameState.placement, this.surfacePoint)
    } else this.reticle.hide()
    if (this.placePending && found) this.placeSong(frame, space, hit)
    this.placePending = false
  }

  private placeSong(frame: XRFrame, space: XRReferenceSpace, hit: XRHitTestResult | true): void {
    const { frameState } = this.room
    const {
      ar: { ground },
      placement,
    } = frameState
    const { size } = this.state
    measureSong(frameState)
    ground.point = [...this.surfacePoint]
    ground.floorHeight = Math.min(Number.isFinite(this.floorHeight) ? this.floorHeight : 0, this.surfacePoint[1])
    // Seen from where one sees it on the page: the path leads away from the visitor.
    const yaw = Math.atan2(
      this.viewerPose.position.x - this.surfacePoint[0],
      this.viewerPose.position.z - this.surfacePoint[2],
    )
    placeOnGround(placement, ground, size, yaw, getDefaultScale(ground, size))
    this.reticle.hide()
    this.patchState({ placed: true })
    this.anchor.set((hit !== true && hit.createAnchor?.()) || this.createAnchor(frame, space))
  }

  private createAnchor(frame: XRFrame, space: XRReferenceSpace): Promise<XRAnchor> | undefined {
    const [x, y, z] = this.room.frameState.ar.ground.point
    return frame.createAnchor?.(new XRRigidTransform({ x, y, z }), space)
  }

  private followAnchor(frame: XRFrame, space: XRReferenceSpace): void {
    const { frameState } = this.room
    this.placePending = false
    const shift = this.anchor.track(frame, space)
    if (shift) applyAnchorMotion(frameState.placement, frameState.ar.ground, shift)
    if (this.generation === frameState.boxes.generation) return
    // Another song, or another form of it.
    this.generation = frameState.boxes.generation
    const { size } = this.state
    const zoom = frameState.placement.scale / getDefaultScale(frameState.ar.ground, size)
    measureSong(frameState)
    placeOnGround(
      frameState.placement,
      frameState.ar.ground,
      size,
      frameState.placement.yaw,
      zoom * getDefaultScale(frameState.ar.ground, size),
    )
  }

  private tap(x: number, y: number, finger: number): void {
    if (!this.state.placed) {
      this.placePending = true
      return
    }
    const chunk = this.findBoxAt(this.touches.getRay(finger) ?? this.viewerPose.getScreenRay(x, y, this.ray))
    if (chunk >= 0) this.room.actions.pickChunk(chunk)
  }

  private findBoxAt({ origin: o, direction: d }: Ray): number {
    const { frameState } = this.room
    const {
      path: { floorPath: path },
      boxes,
      placement,
    } = frameState
    roomToSong(placement, o.x + d.x, o.y + d.y, o.z + d.z, scratchPoint)
    direction.fromArray(scratchPoint)
    roomToSong(placement, o.x, o.y, o.z, scratchPoint)
    direction
      .set(direction.x - scratchPoint[0], direction.y - scratchPoint[1], direction.z - scratchPoint[2])
      .normalize()
    const { x, y, z } = direction
    touchHit.index = -1
    touchHit.distance = Number.POSITIVE_INFINITY
    updateCloudBoxes(cloud, boxes)
    if (raycastBoxes(cloud, scratchPoint[0], scratchPoint[1], scratchPoint[2], x, y, z, 0, touchHit))
      return touchHit.index
    if (raycastBoxes(path.tiles, scratchPoint[0], scratchPoint[1], scratchPoint[2], x, y, z, 0, touchHit))
      touchHit.index = path.tiles.chunk[touchHit.index]!
    // Boxes are small on a table: one that a finger's breadth reaches is meant before what lies behind it.
    raycastBoxes(
      cloud,
      scratchPoint[0],
      scratchPoint[1],
      scratchPoint[2],
      x,
      y,
      z,
      FINGERTIP_RADIUS_M / placement.scale,
      touchHit,
    )
    return touchHit.index
  }

  private turn(pixels: number): void {
    const {
      ar: { ground },
      placement,
    } = this.room.frameState
    const { placed, size } = this.state
    if (placed) placeOnGround(placement, ground, size, placement.yaw + pixelsToYaw(pixels), placement.scale)
  }

  private lift(x: number, y: number, finger: number): void {
    if (!this.state.placed) {
      this.placePending = true
      return
    }
    Object.assign(this.dragTouch, { finger, x, y })
    this.dragOffset.set(Number.NaN, 0, 0)
    this.anchor.release()
    this.patchState({ dragging: true })
  }

  private carry(frame: XRFrame, space: XRReferenceSpace): void {
    const {
      ar: { ground },
      placement,
    } = this.room.frameState
    const { size } = this.state
    const { finger, x, y } = this.dragTouch
    const ray = this.touches.getRay(finger) ?? this.viewerPose.getScreenRay(x, y, this.ray)
    const height = size === 'table' ? ground.point[1] : ground.floorHeight
    if (this.hitTester.hitTestTouch(frame, space, ray, height, this.surfacePoint)) {
      const [px, py, pz] = this.surfacePoint
      // It does not jump to the finger: it keeps its distance from where it was touched.
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
