import type { WebXRManager } from 'three'
import type { Meters, Seconds } from '../../audio/units.ts'
import { isFist, JOINT_COUNT, measureOpenness, PALM_JOINT } from '../geometry/fist.ts'
import { rigToRoomPose } from '../locomotion/rig.ts'
import type { XRLocomotion } from '../locomotion/xr-locomotion.ts'
import { giveFeedback } from '../state/feedback.ts'
import type { FrameState } from '../state/frame-state.ts'
import { callPanel } from '../state/panel-state.ts'
import { pointerRegistry } from '../state/pointer-registry.ts'
import type { UiActions } from '../state/scene-context.ts'
import { BoxGrabs } from './box-grabs.ts'
import { moveGrabbedBox } from './grabbed-box-motion.ts'
import {
  createInputSourceState,
  type InputSourceState,
  isStickPushed,
  rigToRoomPosition,
} from './input-source-state.ts'
import { PanelButtons } from './panel-buttons.ts'
import type { PointerRay } from './pointer-ray.ts'
import { PrimaryPointer } from './primary-pointer.ts'
import { pulseHaptics } from './pulse-haptics.ts'
import { reelGrabbedBox } from './reel-grabbed-box.ts'
import { TwoHandTransform } from './two-hand-transform.ts'

/** A trigger held this long on a box grabs it instead of only playing it. */
const HOLD_TO_GRAB_MS = 280
/** After a pause nothing jumps. */
const MAX_STEP_S: Seconds = 0.1
/** A squeeze does not grab hovered boxes farther away than this. */
const MAX_RAY_GRAB_M: Meters = 4
const ACTION_EVENTS = ['selectstart', 'select', 'selectend', 'squeezestart', 'squeeze', 'squeezeend'] as const

const jointPoses = new Float32Array(JOINT_COUNT * 16)

/** Input of controllers, tracked hands and gaze: hover, play, grab, move and throw boxes, and scale the song. */
export class XRInput {
  /** There is neither controller, hand nor touch, so that the gaze points. */
  hasNoPointer = false
  private readonly sources = new Map<XRInputSource, InputSourceState>()
  /** Removed sources whose last pointer events may still arrive. */
  private readonly removedSources = new WeakSet<XRInputSource>()
  private readonly primaryPointer: PrimaryPointer
  private readonly grabs: BoxGrabs
  private readonly twoHandTransform = new TwoHandTransform()
  private readonly panelButtons: PanelButtons
  private lastUpdateAt = 0
  /** The headset's menu takes the input, or the headset is off; up to the first frame after that. */
  private isAway = false
  /** Pinches are pointers of their own in this session: between them there is none. */
  private hasTransientPointers = false

  constructor(
    private readonly frameState: FrameState,
    private readonly actions: UiActions,
    private readonly locomotion: XRLocomotion,
    gazeRay: PointerRay,
  ) {
    this.panelButtons = new PanelButtons(frameState)
    this.primaryPointer = new PrimaryPointer(frameState, gazeRay, this.sources)
    this.grabs = new BoxGrabs(frameState, actions, locomotion, this.sources)
  }

  /** @returns a function that detaches from the session */
  attach(session: XRSession): () => void {
    const listeners = new AbortController()
    // Before pointers and locomotion, which listen to the same session.
    const options = { signal: listeners.signal, capture: true }
    const handleAction = (event: XRInputSourceEvent) => {
      const { type, inputSource } = event
      if (type === 'squeezestart') this.startSqueeze(inputSource)
      else if (type === 'squeezeend') this.endAction(inputSource, 'squeeze')
      else if (type === 'selectend') this.endAction(inputSource, 'select')
      // A trigger that is held through the menu is told again as it closes: it means nothing.
      if (this.isAway) event.stopImmediatePropagation()
    }
    for (const type of ACTION_EVENTS) session.addEventListener(type, handleAction, options)
    const updateSources = ({ added, removed }: XRInputSourcesChangeEvent) => {
      for (const source of added) this.removedSources.delete(source)
      for (const source of removed) this.removeSource(source)
    }
    session.addEventListener('inputsourceschange', updateSources, options)
    const leave = () => {
      if (session.visibilityState !== 'visible') this.leave(session.visibilityState === 'hidden')
    }
    session.addEventListener('visibilitychange', leave, options)
    return () => {
      listeners.abort()
      for (const source of [...this.sources.keys()]) this.removeSource(source)
      this.grabs.dropAll()
      this.primaryPointer.clear()
      this.hasNoPointer = false
      this.hasTransientPointers = false
      this.isAway = false
    }
  }

  /** In the headset's menu what is held waits in the air; a hidden headset lets it fall. */
  private leave(isHidden: boolean): void {
    this.isAway = true
    if (isHidden) this.grabs.dropAll()
    for (const [source, hand] of this.sources) {
      hand.pressedChunk = -1
      hand.emptyGrab = null
      hand.isStickStale = true
      this.primaryPointer.setHovered(hand, -1)
      // A stick that is released in the menu must not go on moving the visitor.
      this.locomotion.removeSource(source)
      pointerRegistry.get(source)?.cancel({ timeStamp: performance.now() })
    }
  }

  /**
   * @param chunk the chunk under the ray, or -1
   * @param distance room meters from the hand if the ray hits the box itself, Infinity if it hits its tile
   */
  hoverSource(source: XRInputSource, chunk: number, distance: Meters = Number.POSITIVE_INFINITY): void {
    if (this.removedSources.has(source) || this.isAway) return
    const hand = this.getOrCreateSource(source)
    hand.reachable = distance < MAX_RAY_GRAB_M
    if (!this.setHovered(hand, chunk)) return
    pulseHaptics(source)
    giveFeedback(this.frameState.feedback, 'hover', source, chunk)
  }

  /** @returns whether the ray has moved on to another box */
  setHovered(ray: PointerRay, chunk: number): boolean {
    return this.primaryPointer.setHovered(ray, chunk)
  }

  /**
   * @param distance as in `hoverSource`
   * @param touched by a fingertip, which plays the chunk but never grabs its box
   */
  pressChunk(source: XRInputSource, chunk: number, distance: Meters, touched = false): void {
    const hand = this.startPress(source)
    if (!hand) return
    const isLooked = this.callPanelByLook(source)
    // The eyes that aim a transient pointer mean the box they look at.
    const isBoxMeant = source.targetRayMode === 'transient-pointer' && Number.isFinite(distance)
    const mayMeanFloor = hand.kind === 'hand' && !isLooked && !touched && !hand.grabbedWith && !isBoxMeant
    if (mayMeanFloor && this.locomotion.pinchFloor(source, chunk, hand.quaternion, distance)) {
      hand.emptyGrab = 'select'
      return
    }
    this.locomotion.claimSource(source)
    if (isLooked) return
    hand.pressedChunk = touched ? -1 : chunk
    hand.pressedAt = performance.now()
    this.actions.pickChunk(chunk)
    giveFeedback(this.frameState.feedback, 'play', source)
  }

  /** Starts an empty grab of a tracked hand that pinches nothing; controllers squeeze instead. */
  pressEmpty(source: XRInputSource): void {
    const hand = this.startPress(source)
    if (!hand) return
    if (this.callPanelByLook(source) || hand.grabbedWith) this.locomotion.claimSource(source)
    else if (hand.kind === 'hand') hand.emptyGrab = 'select'
  }

  private startPress(source: XRInputSource): InputSourceState | null {
    if (this.removedSources.has(source) || this.isAway) return null
    const hand = this.getOrCreateSource(source)
    this.primaryPointer.use(hand)
    this.grabs.endActions(hand)
    return hand
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
    // In the menu there is no input, though some devices go on telling poses.
    if (!frame || !space || frame.session.visibilityState !== 'visible') return
    const now = performance.now()
    const dt = Math.min(MAX_STEP_S, (now - this.lastUpdateAt) / 1000)
    this.lastUpdateAt = now
    if (this.isAway) this.grabs.comeBack()
    this.isAway = false
    this.grabs.update()
    let hasPointer = frame.session.interactionMode === 'screen-space'
    for (const source of frame.session.inputSources) {
      const pose = frame.getPose(source.targetRaySpace, space)
      if (!pose) continue
      const isNew = !this.sources.get(source)?.isPlaced
      const hand = this.getOrCreateSource(source)
      if (hand.kind !== 'gaze') hasPointer = true
      if (source.targetRayMode === 'transient-pointer') this.hasTransientPointers = true
      this.panelButtons.read(source)
      this.readPose(hand, pose.transform)
      if (isNew) this.grabs.handOver(hand)
      if (source.hand) this.updateFist(hand, source.hand, frame, space)
      this.grabs.endActions(hand)
      if (hand.pressedChunk >= 0 && now - hand.pressedAt > HOLD_TO_GRAB_MS) {
        this.primaryPointer.use(hand)
        this.grabs.grab(hand, hand.pressedChunk, 'select')
      }
      hand.isStickStale &&= isStickPushed(source)
      const reels = hand.isStickStale || (hand.grabbedWith !== null && reelGrabbedBox(hand, dt))
      if (hand.grabbedWith) moveGrabbedBox(hand, this.frameState)
      if (!reels) this.locomotion.readSource(source, hand.position, hand.quaternion)
    }
    this.hasNoPointer = !hasPointer && !this.hasTransientPointers
    this.twoHandTransform.update(this.frameState, this.sources.values(), this.locomotion)
    this.primaryPointer.report(this.hasNoPointer)
  }

  /** What a source does now; undefined before its first pose. */
  getSource(source: XRInputSource): Readonly<InputSourceState> | undefined {
    return this.sources.get(source)
  }

  private readPose(hand: InputSourceState, transform: XRRigidTransform): void {
    const { position } = transform
    hand.previousRigPosition.copy(hand.rigPosition)
    hand.rigPosition.set(position.x, position.y, position.z)
    if (!hand.isPlaced) hand.previousRigPosition.copy(hand.rigPosition)
    hand.isPlaced = true
    rigToRoomPose(this.frameState.viewer.rig, transform, hand.position, hand.quaternion)
    hand.palm.copy(hand.position)
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
      this.grabs.lose(hand)
      this.sources.delete(source)
      this.primaryPointer.remove(hand)
    }
    this.locomotion.removeSource(source)
  }

  private startSqueeze(source: XRInputSource): void {
    if (this.isAway) return
    const hand = this.getOrCreateSource(source)
    this.primaryPointer.use(hand)
    this.grabs.squeeze(hand)
  }

  private endAction(source: XRInputSource, action: 'select' | 'squeeze'): void {
    const hand = this.sources.get(source)
    if (hand) this.grabs.requestRelease(hand, action)
  }

  /** Detects fists from the joints of a hand: WebXR reports pinches only. */
  private updateFist(hand: InputSourceState, joints: XRHand, frame: XRFrame, space: XRReferenceSpace): void {
    if (!frame.fillPoses?.(joints.values(), space, jointPoses)) return
    rigToRoomPosition(this.frameState.viewer.rig, hand.palm.fromArray(jointPoses, PALM_JOINT * 16 + 12), hand.palm)
    const fist = isFist(measureOpenness(jointPoses), hand.fist)
    if (fist === hand.fist) return
    hand.fist = fist
    if (fist) this.startSqueeze(hand.source)
    else this.grabs.release(hand, 'squeeze')
  }
}
