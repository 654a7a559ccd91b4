import type { WebXRManager } from 'three'
import type { Meters, Seconds } from '../../audio/units.ts'
import { isFist, JOINT_COUNT, measureOpenness, PALM_JOINT } from '../geometry/fist.ts'
import { roomToSong } from '../geometry/placement.ts'
import { type BoxHit, spherecastBoxes } from '../geometry/raycast.ts'
import { rigToRoomPose } from '../locomotion/rig.ts'
import type { XRLocomotion } from '../locomotion/xr-locomotion.ts'
import { createRaycastBoxes, updateCloudBoxes } from '../state/cloud-boxes.ts'
import { giveFeedback } from '../state/feedback.ts'
import type { FrameState } from '../state/frame-state.ts'
import { findGrabSlot } from '../state/grabbed-boxes.ts'
import { callPanel } from '../state/panel-state.ts'
import type { UiActions } from '../state/scene-context.ts'
import { attachGrabbedBox, moveGrabbedBox, throwGrabbedBox } from './grabbed-box-motion.ts'
import {
  createInputSourceState,
  type GrabAction,
  type InputSourceState,
  rigToRoomPosition,
} from './input-source-state.ts'
import { LostHolds } from './lost-holds.ts'
import { PanelButtons } from './panel-buttons.ts'
import { type PointerRay, reportPointer } from './pointer-ray.ts'
import { pulseHaptics } from './pulse-haptics.ts'
import { reelGrabbedBox, startFetch } from './reel-grabbed-box.ts'
import { TwoHandTransform } from './two-hand-transform.ts'

/** A trigger held this long on a box grabs it instead of only playing it. */
const HOLD_TO_GRAB_MS = 280
/** After a pause nothing jumps. */
const MAX_STEP_S: Seconds = 0.1
/** A squeeze grabs a box this near to the hand, wherever the ray points. */
const GRAB_RADIUS_M: Meters = 0.12
/** A squeeze does not grab hovered boxes farther away than this. */
const MAX_RAY_GRAB_M: Meters = 4
/** The grab radius never shrinks below this in a scaled-down song. */
const MIN_GRAB_RADIUS_M: Meters = 0.03

const scratchPoint: [number, number, number] = [0, 0, 0]
const cloud = createRaycastBoxes()
const nearestHit: BoxHit = { index: -1, distance: 0 }
const jointPoses = new Float32Array(JOINT_COUNT * 16)

/** Input of controllers, tracked hands and gaze: hover, play, grab, move and throw boxes, and scale the song. */
export class XRInput {
  /** There is neither controller, hand nor touch, so that the gaze points. */
  hasNoPointer = false
  private readonly sources = new Map<XRInputSource, InputSourceState>()
  /** Removed sources whose last pointer events may still arrive. */
  private readonly removedSources = new WeakSet<XRInputSource>()
  private lastUsed: PointerRay | null = null
  private readonly lostHolds: LostHolds
  private lastUpdateAt = 0
  private readonly twoHandTransform = new TwoHandTransform()
  private readonly panelButtons: PanelButtons

  constructor(
    private readonly frameState: FrameState,
    private readonly actions: UiActions,
    private readonly locomotion: XRLocomotion,
    private readonly gazeRay: PointerRay,
  ) {
    this.panelButtons = new PanelButtons(frameState)
    this.lostHolds = new LostHolds(frameState, actions.releaseChunk)
  }

  /** @returns a function that detaches from the session */
  attach(session: XRSession): () => void {
    const listeners = new AbortController()
    const { signal } = listeners
    const on = (type: string, handle: (event: XRInputSourceEvent) => void) =>
      session.addEventListener(type as 'select', handle, { signal })
    on('squeezestart', ({ inputSource }) => this.startSqueeze(this.getOrCreateSource(inputSource)))
    on('squeezeend', ({ inputSource }) => this.releaseGrab(inputSource, 'squeeze'))
    on('selectend', ({ inputSource }) => this.releaseGrab(inputSource, 'select'))
    const updateSources = ({ added, removed }: XRInputSourcesChangeEvent) => {
      for (const source of added) this.removedSources.delete(source)
      for (const source of removed) this.removeSource(source)
    }
    session.addEventListener('inputsourceschange', updateSources, { signal })
    // A hidden session delivers no poses.
    const releaseWhenHidden = () => {
      if (session.visibilityState === 'visible') return
      this.lostHolds.dropAll()
      for (const source of this.sources.keys()) {
        this.releaseGrab(source)
        // A stick that is released in the headset's menu must not go on moving the visitor.
        this.locomotion.removeSource(source)
      }
    }
    session.addEventListener('visibilitychange', releaseWhenHidden, { signal })
    return () => {
      listeners.abort()
      for (const source of [...this.sources.keys()]) this.removeSource(source)
      this.lostHolds.dropAll()
      this.setHovered(this.gazeRay, -1)
      this.hasNoPointer = false
      this.lastUsed = null
      this.frameState.pointer.active.kind = null
      this.frameState.pointer.hoveredChunk = -1
    }
  }

  /**
   * @param chunk the chunk under the ray, or -1
   * @param distance room meters from the hand if the ray hits the box itself, Infinity if it hits its tile
   */
  hoverSource(source: XRInputSource, chunk: number, distance: Meters = Number.POSITIVE_INFINITY): void {
    if (this.removedSources.has(source)) return
    const hand = this.getOrCreateSource(source)
    hand.reachable = distance < MAX_RAY_GRAB_M
    if (this.setHovered(hand, chunk)) pulseHaptics(source)
  }

  /** @returns whether the ray has moved on to another box */
  setHovered(ray: PointerRay, chunk: number): boolean {
    const { frameState } = this
    if (ray.hoveredChunk === chunk && (chunk < 0 || frameState.pointer.hoveredChunk >= 0)) return false
    const changed = ray.hoveredChunk !== chunk && chunk >= 0
    ray.hoveredChunk = chunk
    if (chunk >= 0) {
      this.lastUsed = ray
      frameState.pointer.hoveredChunk = chunk
      return changed
    }
    // Another ray may still hit a box: it is what the visitor points with.
    frameState.pointer.hoveredChunk = this.gazeRay.hoveredChunk
    for (const hand of this.sources.values()) {
      if (hand.hoveredChunk < 0) continue
      frameState.pointer.hoveredChunk = hand.hoveredChunk
      if (this.lastUsed === ray) this.lastUsed = hand
    }
    return false
  }

  /** @param touched by a fingertip, which plays the chunk but never grabs its box */
  pressChunk(source: XRInputSource, chunk: number, touched = false): void {
    if (this.removedSources.has(source)) return
    const hand = this.getOrCreateSource(source)
    this.lastUsed = hand
    this.locomotion.claimSource(source)
    if (this.callPanelByLook(source)) return
    hand.pressedChunk = touched ? -1 : chunk
    hand.pressedAt = performance.now()
    this.actions.pickChunk(chunk)
    giveFeedback(this.frameState.feedback, 'play', source)
  }

  /** Starts an empty grab of a tracked hand that pinches nothing; controllers squeeze instead. */
  pressEmpty(source: XRInputSource): void {
    if (this.removedSources.has(source)) return
    const hand = this.getOrCreateSource(source)
    this.lastUsed = hand
    if (this.callPanelByLook(source)) this.locomotion.claimSource(source)
    else if (hand.kind === 'hand' && !hand.grabbedWith) hand.emptyGrab = 'select'
  }

  /** A press while the gaze rests on the panel's mark calls the panel, wherever the ray points. */
  private callPanelByLook(source: XRInputSource): boolean {
    const { panel } = this.frameState
    if (!panel.looked) return false
    callPanel(panel, true)
    giveFeedback(this.frameState.feedback, 'panel', source)
    return true
  }

  /** Reads the poses of this frame, moves grabbed boxes and feeds locomotion. */
  update(frame: XRFrame | undefined, xr: WebXRManager): void {
    const space = xr.getReferenceSpace()
    if (!frame || !space) return
    const now = performance.now()
    const dt = Math.min(MAX_STEP_S, (now - this.lastUpdateAt) / 1000)
    this.lastUpdateAt = now
    this.lostHolds.update()
    let hasPointer = frame.session.interactionMode === 'screen-space'
    for (const source of frame.session.inputSources) {
      const pose = frame.getPose(source.targetRaySpace, space)
      if (!pose) continue
      const isNew = !this.sources.has(source)
      const hand = this.getOrCreateSource(source)
      if (hand.kind !== 'gaze') hasPointer = true
      this.panelButtons.read(source)
      const { position } = pose.transform
      hand.previousRigPosition.copy(hand.rigPosition)
      hand.rigPosition.set(position.x, position.y, position.z)
      if (isNew) hand.previousRigPosition.copy(hand.rigPosition)
      rigToRoomPose(this.frameState.viewer.rig, pose.transform, hand.position, hand.quaternion)
      if (isNew && this.lostHolds.handOver(hand)) this.locomotion.claimSource(source)
      hand.palm.copy(hand.position)
      if (source.hand) this.updateFist(hand, source.hand, frame, space)
      if (hand.pressedChunk >= 0 && performance.now() - hand.pressedAt > HOLD_TO_GRAB_MS)
        this.grabChunk(hand, hand.pressedChunk, 'select')
      const reels = hand.grabbedWith !== null && reelGrabbedBox(hand, dt)
      if (hand.grabbedWith) moveGrabbedBox(hand, this.frameState)
      if (!reels) this.locomotion.readSource(source, hand.position, hand.quaternion)
    }
    this.hasNoPointer = !hasPointer
    this.twoHandTransform.update(this.frameState, this.sources.values(), this.locomotion)
    this.reportLastUsed()
  }

  /** What a source does now; undefined before its first pose. */
  getSource(source: XRInputSource): Readonly<InputSourceState> | undefined {
    return this.sources.get(source)
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
      this.lostHolds.keep(hand)
      this.releaseGrab(source)
      this.sources.delete(source)
      this.setHovered(hand, -1)
      if (this.lastUsed === hand) this.lastUsed = null
    }
    this.locomotion.removeSource(source)
  }

  /** Detects fists from the joints of a hand: WebXR reports pinches only. */
  private updateFist(hand: InputSourceState, joints: XRHand, frame: XRFrame, space: XRReferenceSpace): void {
    if (!frame.fillPoses?.(joints.values(), space, jointPoses)) return
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
    updateCloudBoxes(cloud, frameState.boxes)
    const { x, y, z } = hand.palm
    roomToSong(frameState.placement, x, y, z, scratchPoint)
    // The radius shrinks with the song, so that it does not reach across several boxes.
    const { scale } = frameState.placement
    nearestHit.distance = Math.max(MIN_GRAB_RADIUS_M, GRAB_RADIUS_M * Math.min(1, scale)) / scale
    spherecastBoxes(cloud, scratchPoint[0], scratchPoint[1], scratchPoint[2], nearestHit.distance, nearestHit)
    const chunk = nearestHit.index >= 0 ? nearestHit.index : hand.reachable ? hand.hoveredChunk : -1
    if (chunk >= 0) this.grabChunk(hand, chunk, 'squeeze')
    else hand.emptyGrab = 'squeeze'
  }

  private grabChunk(hand: InputSourceState, chunk: number, action: GrabAction): void {
    hand.pressedChunk = -1
    const { frameState } = this
    // The hover may be left over from the previous song.
    if (hand.grabbedWith || chunk >= frameState.boxes.count) return
    this.lostHolds.forget(chunk)
    // The other hand hands the box over.
    for (const other of this.sources.values()) if (other.grabbedChunk === chunk) other.grabbedWith = null
    this.lastUsed = hand
    this.locomotion.claimSource(hand.source)
    hand.grabbedWith = action
    hand.emptyGrab = null
    hand.grabbedChunk = chunk
    this.actions.grabChunk(chunk)
    attachGrabbedBox(hand, frameState)
    startFetch(hand, frameState.preferences.fetching)
    this.locomotion.removeSource(hand.source)
    giveFeedback(frameState.feedback, 'take', hand.source)
  }

  /** @param action the action that ends; without it (a lost controller, a hidden session) the box drops without velocity */
  private releaseGrab(source: XRInputSource, action?: GrabAction): void {
    const hand = this.sources.get(source)
    if (!hand) return
    if (action !== 'squeeze') hand.pressedChunk = -1
    if (!action || hand.emptyGrab === action) hand.emptyGrab = null
    const endsHold = !action || hand.grabbedWith === 'handover' || hand.grabbedWith === action
    if (!hand.grabbedWith || !endsHold) return
    hand.grabbedWith = null
    if (findGrabSlot(this.frameState.boxes.grabSlots, hand.grabbedChunk) < 0) return
    this.actions.releaseChunk(hand.grabbedChunk)
    if (action) throwGrabbedBox(hand, this.frameState)
  }

  /** Reports the pointer used last; before any use that of the dominant hand, without pointers the gaze. */
  private reportLastUsed(): void {
    const { frameState, sources } = this
    let reported = this.hasNoPointer ? this.gazeRay : this.lastUsed
    if (!reported || (reported === this.gazeRay && !this.hasNoPointer && !frameState.preferences.dwell)) {
      const dominant = frameState.preferences.leftHanded ? 'left' : 'right'
      reported = null
      // Controllers connect one after the other: the dominant one may be the later.
      for (const hand of sources.values()) if (!reported || hand.handedness === dominant) reported = hand
    }
    if (reported) reportPointer(frameState.pointer.active, reported)
  }
}
