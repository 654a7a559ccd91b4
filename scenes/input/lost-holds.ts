import type { FrameState } from '../state/frame-state.ts'
import { findGrabSlot } from '../state/grabbed-boxes.ts'
import { attachGrabbedBox } from './grabbed-box-motion.ts'
import type { InputSourceState } from './input-source-state.ts'

/** Longer than tracking is lost by a hand that passes behind another, and than hands and controllers take to change places. */
const LOST_HAND_MS = 500

/** Boxes whose hand went away: they wait in the air until a hand of the same side takes them over, or fall. */
export class LostHolds {
  private readonly holds = new Map<XRHandedness, { chunk: number; since: number; mustPress: boolean }>()

  constructor(
    private readonly frameState: FrameState,
    private readonly release: (chunk: number) => void,
  ) {}

  /** Keeps what a hand held that goes away. */
  keep(hand: InputSourceState): void {
    if (!hand.grabbedWith) return
    this.drop(hand.handedness)
    this.holds.set(hand.handedness, { chunk: hand.grabbedChunk, since: performance.now(), mustPress: false })
    hand.grabbedWith = null
  }

  /** Gives a hand that came what the last one of its side held; it holds on until a squeeze or press of its own ends. */
  handOver(hand: InputSourceState): boolean {
    const hold = this.holds.get(hand.handedness)
    if (!hold || hand.grabbedWith) return false
    if (hold.mustPress && !isPressing(hand.source)) {
      this.drop(hand.handedness)
      return false
    }
    this.holds.delete(hand.handedness)
    if (findGrabSlot(this.frameState.boxes.grabSlots, hold.chunk) < 0) return false
    hand.grabbedWith = 'handover'
    hand.grabbedChunk = hold.chunk
    attachGrabbedBox(hand, this.frameState)
    return true
  }

  /** Another hand takes the box. */
  forget(chunk: number): void {
    for (const [side, hold] of this.holds) if (hold.chunk === chunk) this.holds.delete(side)
  }

  /** Lets boxes fall whose hand has been away for too long. */
  update(): void {
    for (const [side, { since }] of this.holds) if (performance.now() - since > LOST_HAND_MS) this.drop(side)
  }

  /** The headset's menu took the hands away: they have the same time again, and hold on only by what they press. */
  renew(): void {
    for (const hold of this.holds.values()) {
      hold.since = performance.now()
      hold.mustPress = true
    }
  }

  dropAll(): void {
    for (const side of this.holds.keys()) this.drop(side)
  }

  private drop(side: XRHandedness): void {
    const hold = this.holds.get(side)
    if (hold) this.release(hold.chunk)
    this.holds.delete(side)
  }
}

/** Without a gamepad it cannot be told. */
const isPressing = ({ gamepad }: XRInputSource): boolean =>
  gamepad === undefined || gamepad === null || gamepad.buttons.slice(0, 2).some(({ pressed }) => pressed)
