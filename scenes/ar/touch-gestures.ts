import type { Radians, Seconds } from '../../audio/units.ts'

/** What fingers on the glass mean; positions in CSS pixels from the upper left. */
export type GestureEvents = {
  /** A short touch that stayed where it was. */
  tap: (x: number, y: number, finger: number) => void
  /** One finger moved sideways by so many pixels. */
  turn: (pixels: number) => void
  /** Two fingers came apart (above 1) or together. */
  scale: (factor: number) => void
  /** One finger rested: it carries from now on. */
  lift: (x: number, y: number, finger: number) => void
  carry: (x: number, y: number) => void
  drop: () => void
}

/** A finger trembles by this much while it rests. */
const SLOP = 12
/** A finger that rests this long lifts. */
export const HOLD: Seconds = 0.5
/** And it must have been seen resting so often: where few frames are drawn, a slow one is no rest. */
const SEEN = 6
/** Two fingers closer than this tell no ratio. */
const NARROWEST = 24

const RADIANS_PER_PIXEL: Radians = 0.008

/** A drag across a phone turns by about half a turn; to the right, the near side goes to the right. */
export const turnOf = (pixels: number): Radians => pixels * RADIANS_PER_PIXEL

type Finger = { x: number; y: number; startX: number; startY: number; since: Seconds; seen: number }

/** `spent`: fingers of a gesture that is over are still down. */
type Phase = 'free' | 'pressed' | 'turning' | 'scaling' | 'carrying' | 'spent'

/** Fingers in, meanings out; knows no screen and no clock. Times only have to grow. */
export function createGestures(events: GestureEvents) {
  const fingers = new Map<number, Finger>()
  let phase: Phase = 'free'
  /** The finger that turns or carries. */
  let leading = -1

  const spread = (): number => {
    const [a, b] = [...fingers.values()] as [Finger, Finger]
    return Math.max(NARROWEST, Math.hypot(a.x - b.x, a.y - b.y))
  }
  const lifted = () => {
    if (fingers.size === 0) phase = 'free'
    else if (phase !== 'carrying') phase = 'spent'
  }

  return {
    press: (finger: number, x: number, y: number, now: Seconds) => {
      fingers.set(finger, { x, y, startX: x, startY: y, since: now, seen: 0 })
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
      if (phase === 'carrying') events.carry(x, y)
      else if (phase === 'turning') events.turn(sideways)
      else if (phase === 'pressed' && Math.hypot(x - moved.startX, y - moved.startY) > SLOP) {
        phase = 'turning'
        // All of the way since the touch: what is turned stays under the finger.
        events.turn(x - moved.startX)
      }
    },
    /** However long it took: a finger that was not seen resting has not lifted. */
    release: (finger: number) => {
      const gone = fingers.get(finger)
      if (!gone) return
      fingers.delete(finger)
      if (finger === leading && phase === 'carrying') {
        phase = 'spent'
        events.drop()
      } else if (finger === leading && phase === 'pressed') events.tap(gone.x, gone.y, finger)
      lifted()
    },
    /** The system took the finger away: that is no tap. */
    cancel: (finger: number) => {
      if (!fingers.delete(finger)) return
      if (finger === leading && phase === 'carrying') {
        phase = 'spent'
        events.drop()
      }
      lifted()
    },
    /** To be called every frame: a resting finger sends nothing by itself. */
    rest: (now: Seconds) => {
      const finger = fingers.get(leading)
      if (phase !== 'pressed' || !finger || ++finger.seen < SEEN || now - finger.since < HOLD) return
      phase = 'carrying'
      events.lift(finger.x, finger.y, leading)
    },
    /** All fingers are forgotten, without a meaning. */
    reset: () => {
      fingers.clear()
      phase = 'free'
    },
  }
}

export type Gestures = ReturnType<typeof createGestures>
