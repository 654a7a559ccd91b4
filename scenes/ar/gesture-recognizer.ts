import type { Radians, Seconds } from '../../audio/units.ts'

/** Gestures of fingers on a screen; positions in CSS pixels from the upper left. */
export type GestureHandlers = {
  /** Short touch without movement. */
  onTap: (x: number, y: number, finger: number) => void
  /** One finger moved sideways, to the right if positive. */
  onRotate: (pixels: number) => void
  /** Two fingers moved apart (above 1) or together. */
  onScale: (factor: number) => void
  /** One finger was held still: it drags from now on. */
  onDragStart: (x: number, y: number, finger: number) => void
  onDrag: (x: number, y: number) => void
  onDragEnd: () => void
}

/** A resting finger moves by less than this. */
const TOUCH_SLOP_PX = 12
/** A finger at rest for this time starts to drag. */
export const LONG_PRESS_S: Seconds = 0.5
/** Frames that must have seen it at rest: at low frame rates one slow frame is no rest. */
const MIN_REST_FRAMES = 6
/** Distances of two fingers below this count as this: their ratio is noise. */
const MIN_SPREAD_PX = 24

const YAW_RAD_PER_PX: Radians = 0.008

/** Yaw for a sideways drag: about half a turn for the width of a phone; to the right the near side goes right. */
export const pixelsToYaw = (pixels: number): Radians => pixels * YAW_RAD_PER_PX

type Finger = { x: number; y: number; startX: number; startY: number; startedAt: Seconds; restFrames: number }

/** `ended`: fingers of a finished gesture are still down. */
type GesturePhase = 'idle' | 'pressed' | 'rotating' | 'scaling' | 'dragging' | 'ended'

/** Recognizes gestures from the positions of fingers, independent of screen and clock; times must not decrease. */
export function createGestureRecognizer(handlers: GestureHandlers) {
  const fingers = new Map<number, Finger>()
  let phase: GesturePhase = 'idle'
  /** Finger that rotates or drags. */
  let leadingFinger = -1

  const measureSpread = (): number => {
    const [a, b] = [...fingers.values()] as [Finger, Finger]
    return Math.max(MIN_SPREAD_PX, Math.hypot(a.x - b.x, a.y - b.y))
  }
  const endDrag = (finger: number) => {
    if (finger !== leadingFinger || phase !== 'dragging') return
    phase = 'ended'
    handlers.onDragEnd()
  }
  const updatePhaseAfterLift = () => {
    if (fingers.size === 0) phase = 'idle'
    else if (phase !== 'dragging') phase = 'ended'
  }

  return {
    press: (id: number, x: number, y: number, now: Seconds) => {
      fingers.set(id, { x, y, startX: x, startY: y, startedAt: now, restFrames: 0 })
      if (phase === 'idle') {
        phase = 'pressed'
        leadingFinger = id
      } else if ((phase === 'pressed' || phase === 'rotating') && fingers.size === 2) phase = 'scaling'
    },
    move: (id: number, x: number, y: number) => {
      const finger = fingers.get(id)
      if (!finger) return
      const spreadBefore = phase === 'scaling' ? measureSpread() : 0
      const deltaX = x - finger.x
      finger.x = x
      finger.y = y
      if (phase === 'scaling') {
        const factor = measureSpread() / spreadBefore
        if (factor !== 1) handlers.onScale(factor)
        return
      }
      if (id !== leadingFinger) return
      if (phase === 'dragging') handlers.onDrag(x, y)
      else if (phase === 'rotating') handlers.onRotate(deltaX)
      else if (phase === 'pressed' && Math.hypot(x - finger.startX, y - finger.startY) > TOUCH_SLOP_PX) {
        phase = 'rotating'
        // The whole way since the touch: what is rotated stays under the finger.
        handlers.onRotate(x - finger.startX)
      }
    },
    /** A finger that was not seen at rest often enough taps, however long it was down. */
    release: (id: number) => {
      const finger = fingers.get(id)
      if (!finger) return
      fingers.delete(id)
      if (id === leadingFinger && phase === 'pressed') handlers.onTap(finger.x, finger.y, id)
      else endDrag(id)
      updatePhaseAfterLift()
    },
    /** The system took the finger away: this is no tap. */
    cancel: (id: number) => {
      if (!fingers.delete(id)) return
      endDrag(id)
      updatePhaseAfterLift()
    },
    /** Call in every frame: a finger at rest sends no events. */
    updateRest: (now: Seconds) => {
      const finger = fingers.get(leadingFinger)
      if (phase !== 'pressed' || !finger) return
      finger.restFrames++
      if (finger.restFrames < MIN_REST_FRAMES || now - finger.startedAt < LONG_PRESS_S) return
      phase = 'dragging'
      handlers.onDragStart(finger.x, finger.y, leadingFinger)
    },
    /** Forgets all fingers without a gesture. */
    reset: () => {
      fingers.clear()
      phase = 'idle'
    },
  }
}

export type GestureRecognizer = ReturnType<typeof createGestureRecognizer>
