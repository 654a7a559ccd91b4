import type { WebXRManager } from 'three'
import type { Meters } from '../../audio/units.ts'
import { isFist, JOINTS, opennessOf, PALM } from '../geometry/fist.ts'
import { toSong } from '../geometry/placement.ts'
import { castSphere, type Hit } from '../geometry/raycast.ts'
import { toRoomPose } from '../locomotion/rig.ts'
import type { Locomotion } from '../locomotion/stick-locomotion.ts'
import type { Live } from '../state/frame-state.ts'
import { slotOf } from '../state/grabbed-boxes.ts'
import type { RoomActions } from '../state/ui-store.ts'
import { carryInHand, holdInHand, throwFrom } from './grab.ts'
import { tick } from './haptics.ts'
import { createHand, type Grip, type Hand, toRoomPlace } from './input-source.ts'
import { type Aim, tellPointer } from './pointer.ts'
import { WholeInHands } from './two-hand-transform.ts'

/** Held this long, a pressed trigger turns from "play it" into "take it". */
const HOLD_MILLISECONDS = 280
/** A squeeze also takes a box this near to the hand, wherever the ray points. */
const REACH: Meters = 0.12
/** Boxes farther along the ray than this are not taken by a squeeze: there the hand is empty. */
const FARTHEST_TAKEN: Meters = 4

const at: [number, number, number] = [0, 0, 0]
const near: Hit = { index: -1, distance: 0 }
const joints = new Float32Array(JOINTS * 16)

/** What controllers, tracked hands and the eyes do: point, play, take, carry, throw, and scale the whole. */
export class Hands {
  /** Nobody points with anything else: the eyes do. */
  emptyHanded = false
  private readonly hands = new Map<XRInputSource, Hand>()
  /** Their pointers may still have a last word. */
  private readonly gone = new WeakSet<XRInputSource>()
  private used: Aim | null = null
  private readonly whole = new WholeInHands()

  constructor(
    private readonly live: Live,
    private readonly actions: RoomActions,
    private readonly locomotion: Locomotion,
    private readonly eyes: Aim,
  ) {}

  /** @returns a function that lets go of the session. */
  attach(session: XRSession): () => void {
    const listening = new AbortController()
    const on = (type: string, act: (event: XRInputSourceEvent) => void) =>
      session.addEventListener(type as 'select', act, { signal: listening.signal })
    on('squeezestart', ({ inputSource }) => this.squeeze(this.of(inputSource)))
    on('squeezeend', ({ inputSource }) => this.letGo(inputSource, 'squeeze'))
    on('selectend', ({ inputSource }) => this.letGo(inputSource, 'select'))
    const changed = ({ added, removed }: XRInputSourcesChangeEvent) => {
      for (const source of added) this.gone.delete(source)
      for (const source of removed) this.forget(source)
    }
    session.addEventListener('inputsourceschange', changed)
    // Hands that nobody sees any more hold nothing.
    const hidden = () => {
      if (session.visibilityState !== 'visible') for (const source of this.hands.keys()) this.letGo(source)
    }
    session.addEventListener('visibilitychange', hidden)
    return () => {
      listening.abort()
      session.removeEventListener('inputsourceschange', changed)
      session.removeEventListener('visibilitychange', hidden)
      for (const source of [...this.hands.keys()]) this.forget(source)
      this.hover(this.eyes, -1)
      this.emptyHanded = false
      this.used = null
      this.live.pointer.kind = null
      this.live.hovered = -1
    }
  }

  /** @param away room meters from the hand to the box, if the ray meets the box itself, or Infinity */
  hoverWith(source: XRInputSource, chunk: number, away = Number.POSITIVE_INFINITY): void {
    if (this.gone.has(source)) return
    const hand = this.of(source)
    hand.reachable = away < FARTHEST_TAKEN
    if (this.hover(hand, chunk)) tick(source)
  }

  /** @returns whether it points at another box than before. */
  hover(aim: Aim, chunk: number): boolean {
    const { live } = this
    if (aim.hovered === chunk && (chunk < 0 || live.hovered >= 0)) return false
    const changed = aim.hovered !== chunk && chunk >= 0
    aim.hovered = chunk
    if (chunk >= 0) {
      this.used = aim
      live.hovered = chunk
      return changed
    }
    // Another one may still point at a box.
    live.hovered = this.eyes.hovered
    for (const { hovered } of this.hands.values()) if (hovered >= 0) live.hovered = hovered
    return false
  }

  /** @param touched with a fingertip: it plays, and is not taken however long it lasts */
  press(source: XRInputSource, chunk: number, touched = false): void {
    if (this.gone.has(source)) return
    const hand = this.of(source)
    this.used = hand
    this.locomotion.claim(source)
    hand.pressed = touched ? -1 : chunk
    hand.pressedAt = performance.now()
    this.actions.pick(chunk)
  }

  /** A pinch at nothing is a tracked hand's way to hold nothing; a controller has its squeeze for that. */
  pressNothing(source: XRInputSource): void {
    if (this.gone.has(source)) return
    const hand = this.of(source)
    this.used = hand
    if (hand.kind === 'hand' && !hand.holding) hand.closed = 'select'
  }

  /** Reads poses and sticks of this frame. */
  follow(frame: XRFrame | undefined, xr: WebXRManager): void {
    const space = xr.getReferenceSpace()
    if (!frame || !space) return
    let pointing = frame.session.interactionMode === 'screen-space'
    for (const source of frame.session.inputSources) {
      const pose = frame.getPose(source.targetRaySpace, space)
      if (!pose) continue
      const isNew = !this.hands.has(source)
      const hand = this.of(source)
      if (hand.kind !== 'gaze') pointing = true
      const { position: p } = pose.transform
      hand.ownBefore.copy(hand.own)
      hand.own.set(p.x, p.y, p.z)
      if (isNew) hand.ownBefore.copy(hand.own)
      toRoomPose(this.live.visitor, pose.transform, hand.position, hand.quaternion)
      hand.palm.copy(hand.position)
      if (source.hand) this.clench(hand, source.hand, frame, space)
      if (hand.pressed >= 0 && performance.now() - hand.pressedAt > HOLD_MILLISECONDS)
        this.take(hand, hand.pressed, 'select')
      if (hand.holding) carryInHand(hand, this.live)
      this.locomotion.steer(source, hand.position, hand.quaternion)
    }
    this.emptyHanded = !pointing
    this.whole.shape(this.live, this.hands.values(), this.locomotion)
    this.tell()
  }

  private of(source: XRInputSource): Hand {
    let hand = this.hands.get(source)
    if (!hand) {
      hand = createHand(source)
      this.hands.set(source, hand)
    }
    return hand
  }

  private forget(source: XRInputSource): void {
    this.gone.add(source)
    const hand = this.hands.get(source)
    if (hand) {
      this.letGo(source)
      this.hands.delete(source)
      this.hover(hand, -1)
      if (this.used === hand) this.used = null
    }
    this.locomotion.forget(source)
  }

  /** WebXR tells of pinches, not of fists: those are read from the joints. */
  private clench(hand: Hand, tracked: XRHand, frame: XRFrame, space: XRReferenceSpace): void {
    if (!frame.fillPoses?.(tracked.values(), space, joints)) return
    toRoomPlace(this.live.visitor, hand.palm.fromArray(joints, PALM * 16 + 12), hand.palm)
    const fist = isFist(opennessOf(joints), hand.fist)
    if (fist === hand.fist) return
    hand.fist = fist
    if (fist) this.squeeze(hand)
    else this.letGo(hand.source, 'squeeze')
  }

  private squeeze(hand: Hand): void {
    this.used = hand
    if (hand.holding) return
    const { live } = this
    near.index = -1
    const cubes = { count: live.count, center: live.place, size: live.cubeSize, yaw: null }
    const { x, y, z } = hand.palm
    toSong(live.placement, x, y, z, at)
    // Among small boxes it reaches no farther than they are apart, and never less than a finger's width.
    const { scale } = live.placement
    near.distance = Math.max(0.03, REACH * Math.min(1, scale)) / scale
    castSphere(cubes, at[0], at[1], at[2], near.distance, near)
    const chunk = near.index >= 0 ? near.index : hand.reachable ? hand.hovered : -1
    if (chunk >= 0) this.take(hand, chunk, 'squeeze')
    else hand.closed = 'squeeze'
  }

  private take(hand: Hand, chunk: number, grip: Grip): void {
    hand.pressed = -1
    const { live } = this
    // The hand may still point where a box of the song before hung.
    if (hand.holding || chunk >= live.count) return
    // Out of the other hand it goes over into this one.
    for (const other of this.hands.values()) if (other.chunk === chunk) other.holding = null
    this.used = hand
    this.locomotion.claim(hand.source)
    hand.holding = grip
    hand.closed = null
    hand.chunk = chunk
    this.actions.grab(chunk)
    holdInHand(hand, live)
    tick(hand.source, 0.6, 25)
  }

  /** @param grip which of its grips opens; without it both do, as when a controller goes away, and nothing is thrown. */
  private letGo(source: XRInputSource, grip?: Grip): void {
    const hand = this.hands.get(source)
    if (!hand) return
    if (grip !== 'squeeze') hand.pressed = -1
    if (!grip || hand.closed === grip) hand.closed = null
    if (!hand.holding || (grip && hand.holding !== grip)) return
    hand.holding = null
    if (slotOf(this.live.carries, hand.chunk) < 0) return
    this.actions.release(hand.chunk)
    if (grip) throwFrom(hand, this.live)
  }

  /** The pointer used last; before any was, the stronger hand's, or the eyes. */
  private tell(): void {
    const { live, hands } = this
    if (this.emptyHanded) this.used = this.eyes
    else if (!this.used || (this.used === this.eyes && !live.preferences.dwell)) {
      const strong = live.preferences.leftHanded ? 'left' : 'right'
      this.used = null
      for (const hand of hands.values()) if (!this.used || hand.side === strong) this.used = hand
    }
    if (this.used) tellPointer(live.pointer, this.used)
  }
}
