import type { Radians, Seconds } from '../../audio/units.ts'

/** What fingers on the glass mean; positions in CSS pixels from the upper left. */
export type GestureHandlers = {
  /** A short touch that stayed where it was. */
  handleTap: (x: number, y: number, finger: number) => void
  /** One finger moved sideways by so many pixels. */
  rotateSong: (pixels: number) => void
  /** Two fingers came apart (above 1) or together. */
  scale: (factor: number) => void
  /** One finger rested: it carries from now on. */
  startDrag: (x: number, y: number, finger: number) => void
  updateDrag: (x: number, y: number) => void
  dragEnd: () => void
}

/** A finger trembles by this much while it rests. */
const TOUCH_SLOP_PX = 12
/** A finger that rests this long lifts. */
export const LONG_PRESS_S: Seconds = 0.5
/** And it must have been seen resting so often: where few frames are drawn, a slow one is no rest. */
const MIN_REST_FRAMES = 6
/** Two fingers closer than this tell no ratio. */
const MIN_SPREAD_PX = 24

const YAW_RAD_PER_PX: Radians = 0.008

/** A drag across a phone turns by about half a turn; to the right, the near side goes to the right. */
export const pixelsToYaw = (pixels: number): Radians => pixels * YAW_RAD_PER_PX

type Finger = { x: number; y: number; startX: number; startY: number; startedAt: Seconds; restFrames: number }

/** `spent`: fingers of a gesture that is over are still down. */
type GesturePhase = 'free' | 'pressed' | 'turning' | 'scaling' | 'carrying' | 'spent'

/** Fingers in, meanings out; knows no screen and no clock. Times only have to grow. */
export function createGestureRecognizer(events: GestureHandlers) {
  const fingers = new Map<number, Finger>()
  let phase: GesturePhase = 'free'
  /** The finger that turns or carries. */
  let leading = -1

  const spread = (): number => {
    const [a, b] = [...fingers.values()] as [Finger, Finger]
    return Math.max(MIN_SPREAD_PX, Math.hypot(a.x - b.x, a.y - b.y))
  }
  const lifted = () => {
    if (fingers.size === 0) phase = 'free'
    else if (phase !== 'carrying') phase = 'spent'
  }

  return {
    press: (finger: number, x: number, y: number, now: Seconds) => {
      fingers.set(finger, { x, y, startX: x, startY: y, startedAt: now, restFrames: 0 })
      if (phase === 'free') {
        phase = 'pressed'
        leading = finger
      } else if ((phase === 'pressed' || phase === 'turning') && fingers.size === 2) phase = 'scaling'
    },
    move: (finger: number, x: number, y: number) => {
      const moved = fingers.get(finger)
      if (!moved) return
      const before = phase === 'scaling' ? spread() : 0
      const sideways = x - moved.x
      moved.x = x
      moved.y = y
      if (phase === 'scaling') {
        const factor = spread() / before
        if (factor !== 1) events.scale(factor)
        return
      }
      if (finger !== leading) return
      if (phase === 'carrying') events.updateDrag(x, y)
      else if (phase === 'turning') events.rotateSong(sideways)
      else if (phase === 'pressed' && Math.hypot(x - moved.startX, y - moved.startY) > TOUCH_SLOP_PX) {
        phase = 'turning'
        // All of the way since the touch: what is turned stays under the finger.
        events.rotateSong(x - moved.startX)
      }
    },
    /** However long it took: a finger that was not seen resting has not lifted. */
    release: (finger: number) => {
      const gone = fingers.get(finger)
      if (!gone) return
      fingers.delete(finger)
      if (finger === leading && phase === 'carrying') {
        phase = 'spent'
        events.dragEnd()
      } else if (finger === leading && phase === 'pressed') events.handleTap(gone.x, gone.y, finger)
      lifted()
    },
    /** The system took the finger away: that is no tap. */
    cancel: (finger: number) => {
      if (!fingers.delete(finger)) return
      if (finger === leading && phase === 'carrying') {
        phase = 'spent'
        events.dragEnd()
      }
      lifted()
    },
    /** To be called every frame: a resting finger sends nothing by itself. */
    rest: (now: Seconds) => {
      const finger = fingers.get(leading)
      if (
        phase !== 'pressed' ||
        !finger ||
        ++finger.restFrames < MIN_REST_FRAMES ||
        now - finger.startedAt < LONG_PRESS_S
      )
        return
      phase = 'carrying'
      events.startDrag(finger.x, finger.y, leading)
    },
    /** All fingers are forgotten, without a meaning. */
    reset: () => {
      fingers.clear()
      phase = 'free'
    },
  }
}

export type GestureRecognizer = ReturnType<typeof createGestureRecognizer>
