import { Quaternion, Vector3, type WebXRManager } from 'three'
import { castSphere, type Hit } from './geometry/cast.ts'
import { toRoom, toSong } from './geometry/placement.ts'
import type { Live } from './live.ts'
import type { Locomotion } from './locomotion.ts'
import type { RoomActions } from './room.ts'
import { toRoomPose } from './visitor.ts'

/** Held this long, a pressed trigger turns from "play it" into "take it". */
const HOLD_MILLISECONDS = 280
/** A squeeze also takes a box this near to the hand, wherever the ray points. */
const REACH = 0.12

/** What closed around a box must also open again: a click of the other button does not drop it. */
type Grip = 'squeeze' | 'select'

type Hand = {
  source: XRInputSource
  position: Vector3
  quaternion: Quaternion
  /** Chunk under this hand's ray, or -1. */
  hovered: number
  /** Chunk the trigger went down on, or -1, and when. */
  pressed: number
  pressedAt: number
  holding: Grip | null
  /** The held box in the hand's own frame. */
  grip: Vector3
}

const at: [number, number, number] = [0, 0, 0]
const wanted = new Vector3()
const near: Hit = { index: -1, distance: 0 }

/** What tracked controllers and hands do: point, play, take, carry, teleport, turn. One session's worth. */
export class Hands {
  private readonly hands = new Map<XRInputSource, Hand>()

  constructor(
    private readonly live: Live,
    private readonly actions: RoomActions,
    private readonly locomotion: Locomotion,
  ) {}

  /** @returns a function that lets go of the session. */
  attach(session: XRSession): () => void {
    const squeezed = (event: XRInputSourceEvent) => this.squeeze(event.inputSource)
    const opened = (event: XRInputSourceEvent) => this.letGo(event.inputSource, 'squeeze')
    const released = (event: XRInputSourceEvent) => this.letGo(event.inputSource, 'select')
    const changed = (event: XRInputSourcesChangeEvent) => {
      for (const source of event.removed) {
        this.letGo(source)
        this.hands.delete(source)
        this.locomotion.forget(source)
      }
    }
    session.addEventListener('squeezestart', squeezed)
    session.addEventListener('squeezeend', opened)
    session.addEventListener('selectend', released)
    session.addEventListener('inputsourceschange', changed)
    return () => {
      session.removeEventListener('squeezestart', squeezed)
      session.removeEventListener('squeezeend', opened)
      session.removeEventListener('selectend', released)
      session.removeEventListener('inputsourceschange', changed)
      for (const source of this.hands.keys()) {
        this.letGo(source)
        this.locomotion.forget(source)
      }
      this.hands.clear()
      this.live.hovered = -1
    }
  }

  hover(source: XRInputSource, chunk: number): void {
    this.of(source).hovered = chunk
    this.live.hovered = chunk
  }

  press(source: XRInputSource, chunk: number): void {
    const hand = this.of(source)
    hand.pressed = chunk
    hand.pressedAt = performance.now()
    this.locomotion.claim(source)
    this.actions.pick(chunk)
  }

  /** Reads poses and sticks of this frame. */
  follow(frame: XRFrame | undefined, xr: WebXRManager): void {
    const space = xr.getReferenceSpace()
    if (!frame || !space) return
    for (const source of frame.session.inputSources) {
      const pose = frame.getPose(source.targetRaySpace, space)
      if (!pose) continue
      const hand = this.of(source)
      toRoomPose(this.live.visitor, pose.transform, hand.position, hand.quaternion)
      if (hand.pressed >= 0 && performance.now() - hand.pressedAt > HOLD_MILLISECONDS)
        this.take(hand, hand.pressed, 'select')
      if (hand.holding) this.carry(hand)
      this.locomotion.steer(source, hand.position, hand.quaternion)
    }
  }

  private of(source: XRInputSource): Hand {
    let hand = this.hands.get(source)
    if (!hand) {
      hand = {
        source,
        position: new Vector3(),
        quaternion: new Quaternion(),
        hovered: -1,
        pressed: -1,
        pressedAt: 0,
        holding: null,
        grip: new Vector3(),
      }
      this.hands.set(source, hand)
    }
    return hand
  }

  private squeeze(source: XRInputSource): void {
    const hand = this.of(source)
    const { live } = this
    near.index = -1
    const cubes = { count: live.count, center: live.place, size: live.cubeSize, yaw: null }
    const { x, y, z } = hand.position
    toSong(live.placement, x, y, z, at)
    const reach = REACH / live.placement.scale
    near.distance = reach
    castSphere(cubes, at[0], at[1], at[2], reach, near)
    const chunk = near.index >= 0 ? near.index : hand.hovered
    if (chunk >= 0) this.take(hand, chunk, 'squeeze')
  }

  private take(hand: Hand, chunk: number, grip: Grip): void {
    hand.pressed = -1
    // The hand may still point where a box of the song before hung.
    if (hand.holding || chunk >= this.live.count) return
    // One box at a time: taking a second one with the other hand lets go of the first.
    for (const other of this.hands.values()) other.holding = null
    hand.holding = grip
    const { place, placement } = this.live
    const j = chunk * 3
    toRoom(placement, place[j] as number, place[j + 1] as number, place[j + 2] as number, at)
    hand.grip.fromArray(at).sub(hand.position)
    hand.grip.applyQuaternion(hand.quaternion.clone().invert())
    this.carry(hand)
    this.actions.grab(chunk)
  }

  /** The box keeps its place in the hand's frame. */
  private carry(hand: Hand): void {
    const { x, y, z } = wanted.copy(hand.grip).applyQuaternion(hand.quaternion).add(hand.position)
    toSong(this.live.placement, x, y, z, this.live.carry.target)
  }

  /** @param grip which of its grips opens; without it both do, as when a controller goes away. */
  private letGo(source: XRInputSource, grip?: Grip): void {
    const hand = this.of(source)
    if (grip !== 'squeeze') hand.pressed = -1
    if (!hand.holding || (grip && hand.holding !== grip)) return
    hand.holding = null
    this.actions.release()
  }
}
