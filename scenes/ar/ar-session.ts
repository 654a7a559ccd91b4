import { Ray, Vector3, type WebXRManager } from 'three'
import type { Meters, Seconds } from '../../audio/units.ts'
import { toSong, unplaced } from '../geometry/placement.ts'
import { castRay, type Hit } from '../geometry/raycast.ts'
import { standStill } from '../locomotion/rig.ts'
import { type ArState, nothingPlaced } from '../state/ar-state.ts'
import type { Room } from '../state/ui-store.ts'
import { Anchor } from './ar-anchor.ts'
import { newGround, ownScale, shiftWith, standOn } from './ar-placement.ts'
import { measure, rescale } from './ar-scale.ts'
import { type Spot, Surfaces } from './hit-test.ts'
import { RoomLight } from './light-estimate.ts'
import { Reticle } from './placement-reticle.ts'
import { ScreenTouches } from './screen-touches.ts'
import { createGestures, type Gestures, turnOf } from './touch-gestures.ts'
import { Eye } from './viewer-pose.ts'

/** A finger is this much thicker than a ray. */
const FINGERTIP: Meters = 0.008
/** A level surface within this height of the device's own floor is the floor. */
const FLOOR: Meters = 0.3

const at: [x: number, y: number, z: number] = [0, 0, 0]
const direction = new Vector3()
const touched: Hit = { index: -1, distance: 0 }

/** AR: finds surfaces, places the song, holds it there, and does what fingers ask for. One session's worth. */
export class Ar {
  readonly reticle = new Reticle()
  private readonly light: RoomLight
  private readonly surfaces = new Surfaces()
  private readonly eye = new Eye()
  private readonly anchor = new Anchor((anchored) => this.tell({ anchored }))
  private readonly gestures: Gestures
  private readonly touches: ScreenTouches
  private session: XRSession | null = null
  private now: Seconds = 0
  private generation = -1
  /** The lowest surface seen that can be the floor. */
  private floor: Meters = Number.POSITIVE_INFINITY
  /** What the next frame has to do: only frames can find surfaces and make anchors. */
  private placing = false
  private dropping = false
  /** The finger that carries the song, and how far from its surface point the song stands. */
  private readonly carrier = { finger: -1, x: 0, y: 0 }
  private readonly grip = new Vector3()
  private readonly ray = new Ray()
  private readonly spot: Spot = [0, 0, 0]

  constructor(private readonly room: Room) {
    this.gestures = createGestures({
      tap: (x, y, finger) => this.tap(x, y, finger),
      turn: (pixels) => this.turn(pixels),
      scale: (factor) => rescale(room, factor),
      lift: (x, y, finger) => this.lift(x, y, finger),
      carry: (x, y) => {
        this.carrier.x = x
        this.carrier.y = y
      },
      drop: () => {
        this.dropping = this.state.carried
      },
    })
    this.light = new RoomLight(room.live)
    this.touches = new ScreenTouches(this.gestures, this.eye)
    room.live.touches = this.gestures
  }

  /** @returns a function that lets go of the session. */
  attach(session: XRSession): () => void {
    const { live, store } = this.room
    const current = () => this.session === session
    this.session = session
    this.generation = live.generation
    this.floor = Number.POSITIVE_INFINITY
    live.ground = newGround()
    store.setState({ ar: nothingPlaced })
    this.surfaces.attach(session, current)
    this.light.attach(session, current)
    const letGo = this.touches.attach(session)
    // A trigger or pinch, where there is no screen to touch.
    const select = ({ inputSource }: XRInputSourceEvent) => {
      if (inputSource.targetRayMode !== 'screen' && !this.state.placed) this.placing = true
    }
    session.addEventListener('select', select)
    return () => {
      session.removeEventListener('select', select)
      letGo()
      this.session = null
      this.placing = false
      this.dropping = false
      this.gestures.reset()
      this.surfaces.detach()
      this.anchor.forget()
      this.light.detach()
      this.reticle.hide()
      Object.assign(live.placement, unplaced())
      store.setState({ ar: nothingPlaced })
    }
  }

  follow(frame: XRFrame | undefined, xr: WebXRManager, dt: Seconds): void {
    const space = xr.getReferenceSpace()
    if (!frame || !space || frame.session !== this.session) return
    const { live } = this.room
    // Real steps are the only ones: the room is the device's own space.
    standStill(live.visitor)
    this.light.follow(frame, dt)
    if (!this.eye.look(frame, space)) return
    this.now = performance.now() / 1000
    this.touches.follow(frame, space, this.now)
    this.gestures.rest(this.now)
    const { placed, carried } = this.state
    if (!placed) this.seek(frame, space)
    else if (carried) this.carry(frame, space)
    else this.stay(frame, space)
  }

  dispose(): void {
    this.reticle.dispose()
  }

  private get state(): ArState {
    return this.room.store.getState().ar
  }

  private tell(change: Partial<ArState>): void {
    this.room.store.setState({ ar: { ...this.state, ...change } })
  }

  private seek(frame: XRFrame, space: XRReferenceSpace): void {
    const { live } = this.room
    this.anchor.drop()
    this.ray.origin.copy(this.eye.position)
    this.ray.direction.copy(this.eye.forward)
    const hit = this.surfaces.inFront(frame, space, this.ray, this.spot)
    const found = hit !== false
    if (found !== this.state.found) this.tell({ found })
    if (found) {
      if (Math.abs(this.spot[1]) < FLOOR) this.floor = Math.min(this.floor, this.spot[1])
      this.reticle.show(live.placement, this.spot)
    } else this.reticle.hide()
    if (this.placing && found) this.place(frame, space, hit)
    this.placing = false
  }

  private place(frame: XRFrame, space: XRReferenceSpace, hit: XRHitTestResult | true): void {
    const { live } = this.room
    const { ground, placement } = live
    const { size } = this.state
    measure(live)
    ground.spot = [...this.spot]
    ground.floor = Math.min(Number.isFinite(this.floor) ? this.floor : 0, this.spot[1])
    // Seen from where one sees it on the page: the path leads away from the visitor.
    const yaw = Math.atan2(this.eye.position.x - this.spot[0], this.eye.position.z - this.spot[2])
    standOn(placement, ground, size, yaw, ownScale(ground, size))
    this.reticle.hide()
    this.tell({ placed: true })
    this.anchor.set((hit !== true && hit.createAnchor?.()) || this.anchorAt(frame, space))
  }

  private anchorAt(frame: XRFrame, space: XRReferenceSpace): Promise<XRAnchor> | undefined {
    const [x, y, z] = this.room.live.ground.spot
    return frame.createAnchor?.(new XRRigidTransform({ x, y, z }), space)
  }

  private stay(frame: XRFrame, space: XRReferenceSpace): void {
    const { live } = this.room
    this.placing = false
    const shift = this.anchor.follow(frame, space)
    if (shift) shiftWith(live.placement, live.ground, shift)
    if (this.generation === live.generation) return
    // Another song, or another form of it.
    this.generation = live.generation
    const { size } = this.state
    const zoom = live.placement.scale / ownScale(live.ground, size)
    measure(live)
    standOn(live.placement, live.ground, size, live.placement.yaw, zoom * ownScale(live.ground, size))
  }

  private tap(x: number, y: number, finger: number): void {
    if (!this.state.placed) {
      this.placing = true
      return
    }
    const chunk = this.boxUnder(this.touches.rayOf(finger) ?? this.eye.through(x, y, this.ray))
    if (chunk >= 0) this.room.actions.pick(chunk)
  }

  private boxUnder({ origin: o, direction: d }: Ray): number {
    const { live } = this.room
    const { placement, path, place, cubeSize, count } = live
    toSong(placement, o.x + d.x, o.y + d.y, o.z + d.z, at)
    direction.fromArray(at)
    toSong(placement, o.x, o.y, o.z, at)
    direction.set(direction.x - at[0], direction.y - at[1], direction.z - at[2]).normalize()
    const { x, y, z } = direction
    touched.index = -1
    touched.distance = Number.POSITIVE_INFINITY
    const cloud = { count, center: place, size: cubeSize, yaw: null }
    if (castRay(cloud, at[0], at[1], at[2], x, y, z, 0, touched)) return touched.index
    if (castRay(path.tiles, at[0], at[1], at[2], x, y, z, 0, touched))
      touched.index = path.tiles.chunk[touched.index] as number
    // Boxes are small on a table: one that a finger's breadth reaches is meant before what lies behind it.
    castRay(cloud, at[0], at[1], at[2], x, y, z, FINGERTIP / placement.scale, touched)
    return touched.index
  }

  private turn(pixels: number): void {
    const { placement, ground } = this.room.live
    const { placed, size } = this.state
    if (placed) standOn(placement, ground, size, placement.yaw + turnOf(pixels), placement.scale)
  }

  private lift(x: number, y: number, finger: number): void {
    if (!this.state.placed) {
      this.placing = true
      return
    }
    Object.assign(this.carrier, { finger, x, y })
    this.grip.set(Number.NaN, 0, 0)
    this.anchor.drop()
    this.tell({ carried: true })
  }

  private carry(frame: XRFrame, space: XRReferenceSpace): void {
    const { placement, ground } = this.room.live
    const { size } = this.state
    const { finger, x, y } = this.carrier
    const ray = this.touches.rayOf(finger) ?? this.eye.through(x, y, this.ray)
    const height = size === 'table' ? ground.spot[1] : ground.floor
    if (this.surfaces.under(frame, space, ray, height, this.spot)) {
      const [px, py, pz] = this.spot
      // It does not jump to the finger: it keeps its distance from where it was touched.
      if (Number.isNaN(this.grip.x)) this.grip.set(ground.spot[0] - px, 0, ground.spot[2] - pz)
      ground.spot = [px + this.grip.x, py, pz + this.grip.z]
      standOn(placement, ground, size, placement.yaw, placement.scale)
    }
    this.reticle.show(placement, [ground.spot[0], placement.y, ground.spot[2]])
    if (!this.dropping) return
    this.dropping = false
    this.reticle.hide()
    this.tell({ carried: false })
    this.anchor.set(this.anchorAt(frame, space))
  }
}
