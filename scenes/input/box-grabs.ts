import type { Meters } from '../../audio/units.ts'
import { roomToSong } from '../geometry/placement.ts'
import { type BoxHit, spherecastBoxes } from '../geometry/raycast.ts'
import type { XRLocomotion } from '../locomotion/xr-locomotion.ts'
import { createRaycastBoxes, updateCloudBoxes } from '../state/cloud-boxes.ts'
import { giveFeedback } from '../state/feedback.ts'
import type { FrameState } from '../state/frame-state.ts'
import { findGrabSlot } from '../state/grabbed-boxes.ts'
import type { UiActions } from '../state/scene-context.ts'
import { attachGrabbedBox, throwGrabbedBox } from './grabbed-box-motion.ts'
import type { GrabAction, InputSourceState } from './input-source-state.ts'
import { LostHolds } from './lost-holds.ts'
import { startFetch } from './reel-grabbed-box.ts'

/** A squeeze grabs a box this near to the hand, wherever the ray points. */
const GRAB_RADIUS_M: Meters = 0.12
/** The grab radius never shrinks below this in a scaled-down song. */
const MIN_GRAB_RADIUS_M: Meters = 0.03
/** Where the xr-standard mapping has the button of an action. */
const BUTTON_INDICES: Record<GrabAction, number> = { select: 0, squeeze: 1 }

const scratchPoint: [number, number, number] = [0, 0, 0]
const cloud = createRaycastBoxes()
const nearestHit: BoxHit = { index: -1, distance: 0 }

/** Boxes in the hands of a session: taken, handed over, thrown, and kept for hands that are lost or away for a moment. */
export class BoxGrabs {
  private readonly lostHolds: LostHolds

  constructor(
    private readonly frameState: FrameState,
    private readonly actions: UiActions,
    private readonly locomotion: XRLocomotion,
    private readonly hands: ReadonlyMap<XRInputSource, InputSourceState>,
  ) {
    this.lostHolds = new LostHolds(frameState, actions.releaseChunk)
  }

  /** Takes the box in the hand, or the one it points at; without either the hand is ready to hold the whole song. */
  squeeze(hand: InputSourceState): void {
    this.endActions(hand)
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
    if (chunk >= 0) this.grab(hand, chunk, 'squeeze')
    else hand.emptyGrab = 'squeeze'
  }

  grab(hand: InputSourceState, chunk: number, action: GrabAction): void {
    hand.pressedChunk = -1
    const { frameState } = this
    // The hover may be left over from the previous song.
    if (hand.grabbedWith || chunk >= frameState.boxes.count) return
    this.lostHolds.forget(chunk)
    // The other hand hands the box over.
    for (const other of this.hands.values()) if (other.grabbedChunk === chunk) other.grabbedWith = null
    this.locomotion.claimSource(hand.source)
    hand.grabbedWith = action
    hand.emptyGrab = null
    hand.grabbedChunk = chunk
    this.actions.grabChunk(chunk)
    attachGrabbedBox(hand, frameState)
    startFetch(hand, frameState.preferences.fetching)
    this.locomotion.removeSource(hand.source)
    giveFeedback(frameState.feedback, 'take', hand.source, chunk)
  }

  /** Ends an action with the next frame: browsers tell the same of a hand that they lose, just before it goes away. */
  requestRelease(hand: InputSourceState, action: GrabAction): void {
    hand.ended[action] = true
    // Such a pointer always goes away when its pinch opens.
    if (hand.source.targetRayMode === 'transient-pointer') this.endActions(hand)
  }

  /** Carries out the releases that were requested. */
  endActions(hand: InputSourceState): void {
    if (hand.ended.select) this.release(hand, 'select')
    if (hand.ended.squeeze) this.release(hand, 'squeeze')
    hand.ended.select = false
    hand.ended.squeeze = false
  }

  /** @param action the action that ends; without it the box drops without velocity */
  release(hand: InputSourceState, action?: GrabAction): void {
    if (action !== 'squeeze') hand.pressedChunk = -1
    if (!action || hand.emptyGrab === action) hand.emptyGrab = null
    const endsHold = !action || hand.grabbedWith === 'handover' || hand.grabbedWith === action
    if (!hand.grabbedWith || !endsHold) return
    hand.grabbedWith = null
    if (findGrabSlot(this.frameState.boxes.grabSlots, hand.grabbedChunk) < 0) return
    this.actions.releaseChunk(hand.grabbedChunk)
    if (!action) return
    throwGrabbedBox(hand, this.frameState)
    giveFeedback(this.frameState.feedback, 'throw', hand.source, hand.grabbedChunk)
  }

  /** Keeps what a hand held that goes away. */
  lose(hand: InputSourceState): void {
    this.lostHolds.keep(hand)
    this.release(hand)
  }

  /** Gives a hand that came what the last one of its side held. */
  handOver(hand: InputSourceState): void {
    if (this.lostHolds.handOver(hand)) this.locomotion.claimSource(hand.source)
  }

  /** Lets boxes fall whose hands have been away for too long. */
  update(): void {
    this.lostHolds.update()
  }

  /** The headset's menu has closed: what was let go meanwhile falls, all else is held on to. */
  comeBack(): void {
    this.lostHolds.renew()
    for (const hand of this.hands.values()) {
      const { grabbedWith, ended, source } = hand
      // A fist is read from the joints.
      const isRead = grabbedWith === 'select' || (grabbedWith === 'squeeze' && !source.hand)
      const button = isRead ? source.gamepad?.buttons[BUTTON_INDICES[grabbedWith]] : undefined
      const isHeld = button ? button.pressed : !ended.select && !ended.squeeze
      ended.select = false
      ended.squeeze = false
      if (!isHeld) this.release(hand)
    }
  }

  dropAll(): void {
    this.lostHolds.dropAll()
    for (const hand of this.hands.values()) this.release(hand)
  }
}
