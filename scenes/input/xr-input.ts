import type { WebXRManager } from 'three'
import type { Meters } from '../../audio/units.ts'
import { isFist, JOINT_COUNT, measureOpenness, PALM_JOINT } from '../geometry/fist.ts'
import { roomToSong } from '../geometry/placement.ts'
import { type BoxHit, spherecastBoxes } from '../geometry/raycast.ts'
import { rigToRoomPose } from '../locomotion/rig.ts'
import type { XRLocomotion } from '../locomotion/xr-locomotion.ts'
import type { FrameState } from '../state/frame-state.ts'
import { findGrabSlot } from '../state/grabbed-boxes.ts'
import type { UiActions } from '../state/ui-store.ts'
import { attachGrabbedBox, moveGrabbedBox, throwGrabbedBox } from './grab-box.ts'
import {
  createInputSourceState,
  type GrabAction,
  type InputSourceState,
  rigToRoomPosition,
} from './input-source-state.ts'
import { type PointerRay, reportPointer } from './pointer-ray.ts'
import { pulseHaptics } from './pulse-haptics.ts'
import { TwoHandTransform } from './two-hand-transform.ts'

/** Held this long, a pressed trigger turns from "play it" into "take it". */
const HOLD_TO_GRAB_MS = 280
/** A squeeze also takes a box this near to the hand, wherever the ray points. */
const GRAB_RADIUS_M: Meters = 0.12
/** Boxes farther along the ray than this are not taken by a squeeze: there the hand is empty. */
const MAX_RAY_GRAB_M: Meters = 4

const scratchPoint: [number, number, number] = [0, 0, 0]
const nearestHit: BoxHit = { index: -1, distance: 0 }
const jointPoses = new Float32Array(JOINT_COUNT * 16)

/** What controllers, tracked hands and the eyes do: point, play, take, carry, throw, and scale the whole. */
export class XRInput {
  /** Nobody points with anything else: the eyes do. */
  hasNoPointer = false
  private readonly sources = new Map<XRInputSource, InputSourceState>()
  /** Their pointers may still have a last word. */
  private readonly removedSources = new WeakSet<XRInputSource>()
  private lastUsed: PointerRay | null = null
  private readonly twoHandTransform = new TwoHandTransform()

  constructor(
    private readonly frameState: FrameState,
    private readonly actions: UiActions,
    private readonly locomotion: XRLocomotion,
    private readonly gazeRay: PointerRay,
  ) {}

  /** @returns a function that lets go of the session. */
  attach(session: XRSession): () => void {
    const listening = new AbortController()
    const on = (type: string, act: (event: XRInputSourceEvent) => void) =>
      session.addEventListener(type as 'select', act, { signal: listening.signal })
    on('squeezestart', ({ inputSource }) => this.startSqueeze(this.getOrCreateSource(inputSource)))
    on('squeezeend', ({ inputSource }) => this.releaseGrab(inputSource, 'squeeze'))
    on('selectend', ({ inputSource }) => this.releaseGrab(inputSource, 'select'))
    const changed = ({ added, removed }: XRInputSourcesChangeEvent) => {
      for (const source of added) this.removedSources.delete(source)
      for (const source of removed) this.removeSource(source)
    }
    session.addEventListener('inputsourceschange', changed)
    // Hands that nobody sees any more hold nothing.
    const hidden = () => {
      if (session.visibilityState !== 'visible') for (const source of this.sources.keys()) this.releaseGrab(source)
    }
    session.addEventListener('visibilitychange', hidden)
    return () => {
      listening.abort()
      session.removeEventListener('inputsourceschange', changed)
      session.removeEventListener('visibilitychange', hidden)
      for (const source of [...this.sources.keys()]) this.removeSource(source)
      this.setHovered(this.gazeRay, -1)
      this.hasNoPointer = false
      this.lastUsed = null
      this.frameState.pointer.active.kind = null
      this.frameState.pointer.hoveredChunk = -1
    }
  }

  /** @param away room meters from the hand to the box, if the ray meets the box itself, or Infinity */
  hoverSource(source: XRInputSource, chunk: number, away = Number.POSITIVE_INFINITY): void {
    if (this.removedSources.has(source)) return
    const hand = this.getOrCreateSource(source)
    hand.reachable = away < MAX_RAY_GRAB_M
    if (this.setHovered(hand, chunk)) pulseHaptics(source)
  }

  /** @returns whether it points at another box than before. */
  setHovered(aim: PointerRay, chunk: number): boolean {
    const { frameState } = this
    if (aim.hoveredChunk === chunk && (chunk < 0 || frameState.pointer.hoveredChunk >= 0)) return false
    const changed = aim.hoveredChunk !== chunk && chunk >= 0
    aim.hoveredChunk = chunk
    if (chunk >= 0) {
      this.lastUsed = aim
      frameState.pointer.hoveredChunk = chunk
      return changed
    }
    // Another one may still point at a box.
    frameState.pointer.hoveredChunk = this.gazeRay.hoveredChunk
    for (const { hoveredChunk: hovered } of this.sources.values())
      if (hovered >= 0) frameState.pointer.hoveredChunk = hovered
    return false
  }

  /** @param touched with a fingertip: it plays, and is not taken however long it lasts */
  pressChunk(source: XRInputSource, chunk: number, touched = false): void {
    if (this.removedSources.has(source)) return
    const hand = this.getOrCreateSource(source)
    this.lastUsed = hand
    this.locomotion.claimSource(source)
    hand.pressedChunk = touched ? -1 : chunk
    hand.pressedAt = performance.now()
    this.actions.pickChunk(chunk)
  }

  /** A pinch at nothing is a tracked hand's way to hold nothing; a controller has its squeeze for that. */
  pressEmpty(source: XRInputSource): void {
    if (this.removedSources.has(source)) return
    const hand = this.getOrCreateSource(source)
    this.lastUsed = hand
    if (hand.kind === 'hand' && !hand.grabbedWith) hand.emptyGrab = 'select'
  }

  /** Reads poses and sticks of this frame. */
  update(frame: XRFrame | undefined, xr: WebXRManager): void {
    const space = xr.getReferenceSpace()
    if (!frame || !space) return
    let pointing = frame.session.interactionMode === 'screen-space'
    for (const source of frame.session.inputSources) {
      const pose = frame.getPose(source.targetRaySpace, space)
      if (!pose) continue
      const isNew = !this.sources.has(source)
      const hand = this.getOrCreateSource(source)
      if (hand.kind !== 'gaze') pointing = true
      const { position: p } = pose.transform
      hand.previousRigPosition.copy(hand.rigPosition)
      hand.rigPosition.set(p.x, p.y, p.z)
      if (isNew) hand.previousRigPosition.copy(hand.rigPosition)
      rigToRoomPose(this.frameState.viewer.rig, pose.transform, hand.position, hand.quaternion)
      hand.palm.copy(hand.position)
      if (source.hand) this.updateFist(hand, source.hand, frame, space)
      if (hand.pressedChunk >= 0 && performance.now() - hand.pressedAt > HOLD_TO_GRAB_MS)
        this.grabChunk(hand, hand.pressedChunk, 'select')
      if (hand.grabbedWith) moveGrabbedBox(hand, this.frameState)
      this.locomotion.readSource(source, hand.position, hand.quaternion)
    }
    this.hasNoPointer = !pointing
    this.twoHandTransform.update(this.frameState, this.sources.values(), this.locomotion)
    this.reportLastUsed()
  }

  private getOrCreateSource(source: XRInputSource): InputSourceState {
    let hand = this.sources.get(source)
    if (!hand) {
      hand = createInputSourceState(source)
      this.sources.set(source, hand)
    }
    return hand
  }

  private removeSource(source: XRInputSource): void {
    this.removedSources.add(source)
    const hand = this.sources.get(source)
    if (hand) {
      this.releaseGrab(source)
      this.sources.delete(source)
      this.setHovered(hand, -1)
      if (this.lastUsed === hand) this.lastUsed = null
    }
    this.locomotion.removeSource(source)
  }

  /** WebXR tells of pinches, not of fists: those are read from the joints. */
  private updateFist(hand: InputSourceState, tracked: XRHand, frame: XRFrame, space: XRReferenceSpace): void {
    if (!frame.fillPoses?.(tracked.values(), space, jointPoses)) return
    rigToRoomPosition(this.frameState.viewer.rig, hand.palm.fromArray(jointPoses, PALM_JOINT * 16 + 12), hand.palm)
    const fist = isFist(measureOpenness(jointPoses), hand.fist)
    if (fist === hand.fist) return
    hand.fist = fist
    if (fist) this.startSqueeze(hand)
    else this.releaseGrab(hand.source, 'squeeze')
  }

  private startSqueeze(hand: InputSourceState): void {
    this.lastUsed = hand
    if (hand.grabbedWith) return
    const { frameState } = this
    nearestHit.index = -1
    const cubes = {
      count: frameState.boxes.count,
      center: frameState.boxes.position,
      size: frameState.boxes.size,
      yaw: null,
    }
    const { x, y, z } = hand.palm
    roomToSong(frameState.placement, x, y, z, scratchPoint)
    // Among small boxes it reaches no farther than they are apart, and never less than a finger's width.
    const { scale } = frameState.placement
    nearestHit.distance = Math.max(0.03, GRAB_RADIUS_M * Math.min(1, scale)) / scale
    spherecastBoxes(cubes, scratchPoint[0], scratchPoint[1], scratchPoint[2], nearestHit.distance, nearestHit)
    const chunk = nearestHit.index >= 0 ? nearestHit.index : hand.reachable ? hand.hoveredChunk : -1
    if (chunk >= 0) this.grabChunk(hand, chunk, 'squeeze')
    else hand.emptyGrab = 'squeeze'
  }

  private grabChunk(hand: InputSourceState, chunk: number, grip: GrabAction): void {
    hand.pressedChunk = -1
    const { frameState } = this
    // The hand may still point where a box of the song before hung.
    if (hand.grabbedWith || chunk >= frameState.boxes.count) return
    // Out of the other hand it goes over into this one.
    for (const other of this.sources.values()) if (other.grabbedChunk === chunk) other.grabbedWith = null
    this.lastUsed = hand
    this.locomotion.claimSource(hand.source)
    hand.grabbedWith = grip
    hand.emptyGrab = null
    hand.grabbedChunk = chunk
    this.actions.grabChunk(chunk)
    attachGrabbedBox(hand, frameState)
    pulseHaptics(hand.source, 0.6, 25)
  }

  /** @param grip which of its grips opens; without it both do, as when a controller goes away, and nothing is thrown. */
  private releaseGrab(source: XRInputSource, grip?: GrabAction): void {
    const hand = this.sources.get(source)
    if (!hand) return
    if (grip !== 'squeeze') hand.pressedChunk = -1
    if (!grip || hand.emptyGrab === grip) hand.emptyGrab = null
    if (!hand.grabbedWith || (grip && hand.grabbedWith !== grip)) return
    hand.grabbedWith = null
    if (findGrabSlot(this.frameState.boxes.grabSlots, hand.grabbedChunk) < 0) return
    this.actions.releaseChunk(hand.grabbedChunk)
    if (grip) throwGrabbedBox(hand, this.frameState)
  }

  /** The pointer used last; before any was, the stronger hand's, or the eyes. */
  private reportLastUsed(): void {
    const { frameState, sources: hands } = this
    if (this.hasNoPointer) this.lastUsed = this.gazeRay
    else if (!this.lastUsed || (this.lastUsed === this.gazeRay && !frameState.preferences.dwell)) {
      const strong = frameState.preferences.leftHanded ? 'left' : 'right'
      this.lastUsed = null
      for (const hand of hands.values()) if (!this.lastUsed || hand.handedness === strong) this.lastUsed = hand
    }
    if (this.lastUsed) reportPointer(frameState.pointer.active, this.lastUsed)
  }
}
