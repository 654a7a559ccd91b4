import type { LiveMessage } from '../../protocol/live-messages.ts'
import { createPlacement, type Placement } from '../../scenes/geometry/placement.ts'

export type Point = [x: number, y: number, z: number]

/** What a spectator sees of one piece at a moment; places are in the room. */
export type Sight = Pick<LiveMessage, 'scene' | 'song' | 'playing' | 'mode' | 'session' | 'layout' | 'floor'> & {
  /** In the song, seconds. */
  time: number
  position: Point
  forward: Point
  pointing: boolean
  origin: Point
  direction: Point
  /** What is pointed at, or -1. */
  chunk: number
  sounding: readonly number[]
  moved: { chunk: number; position: Point }[]
  placement: Placement
  form: number
  /** How old what is seen is; milliseconds. */
  behind: number
}

/** What moves is shown so long after it happened, so that the next message is there; longer where messages are late. */
const DELAY = 30
const LONGEST_DELAY = 250
/** A pause longer than this means that nothing changed. */
const STEADY = 60
const STEP = 22
/** Messages of the last so many milliseconds are kept: more than are ever needed between two frames. */
const KEPT = 1000
/** A clock that goes back farther has been set: the piece has begun anew. */
const SET_BACK = 2000

/** Delays that were needed are forgotten by this much a message. */
const FORGETTING = 0.5

export type Timeline = {
  /** @param now when it came, by the server's clock. */
  hear: (message: LiveMessage, now: number) => void
  /** What is to be seen now; the same object each time. */
  at: (now: number) => Sight
  readonly last: LiveMessage
}

const mix = (a: number, b: number, t: number): number => a + (b - a) * t

function mixPoint(a: Readonly<Point>, b: Readonly<Point>, t: number, out: Point): void {
  for (let axis = 0; axis < 3; axis++) out[axis] = mix(a[axis] as number, b[axis] as number, t)
}

/** Directions stay directions; opposite ones turn at once. */
function mixDirection(a: Readonly<Point>, b: Readonly<Point>, t: number, out: Point): void {
  mixPoint(a, b, t, out)
  const length = Math.hypot(...out)
  if (length < 1e-3) for (let axis = 0; axis < 3; axis++) out[axis] = b[axis] as number
  else for (let axis = 0; axis < 3; axis++) out[axis] = (out[axis] as number) / length
}

const shortest = (angle: number): number => Math.atan2(Math.sin(angle), Math.cos(angle))

/** One piece's messages, and what lies between them. */
export function createTimeline(first: LiveMessage): Timeline {
  let messages: LiveMessage[] = [first]
  let last = first
  let delay = DELAY
  const sight: Sight = {
    scene: first.scene,
    song: first.song,
    playing: first.playing,
    mode: first.mode,
    session: first.session,
    time: first.time,
    position: [0, 0, 0],
    forward: [0, 0, -1],
    pointing: false,
    origin: [0, 0, 0],
    direction: [0, 0, -1],
    chunk: -1,
    sounding: [],
    moved: [],
    placement: createPlacement(),
    form: 1,
    behind: 0,
  }

  const moveBoxes = (from: LiveMessage, to: LiveMessage, t: number) => {
    sight.moved.length = Math.min(sight.moved.length, to.moved.length)
    to.moved.forEach(([chunk, place], k) => {
      sight.moved[k] ??= { chunk, position: [0, 0, 0] }
      const box = sight.moved[k] as Sight['moved'][number]
      box.chunk = chunk
      const before = from.moved.find(([other]) => other === chunk)
      mixPoint(before ? before[1] : place, place, t, box.position)
    })
  }

  const place = (from: LiveMessage, to: LiveMessage, t: number) => {
    const { placement } = sight
    const [a, b] = [from.placement, to.placement]
    placement.x = mix(a.position[0], b.position[0], t)
    placement.y = mix(a.position[1], b.position[1], t)
    placement.z = mix(a.position[2], b.position[2], t)
    placement.yaw = a.yaw + shortest(b.yaw - a.yaw) * t
    placement.scale = mix(a.scale, b.scale, t)
  }

  return {
    get last() {
      return last
    },
    hear: (message, now) => {
      // Order is kept: what was overtaken is not shown any more.
      if (message.at <= last.at && message.at > last.at - SET_BACK) return
      const pause = message.at - last.at
      if (pause < 0) messages = []
      else if (pause > STEADY) {
        // It stood still until a step ago, and must not seem to have crept all the while.
        messages.push({ ...last, at: message.at - STEP })
        delay = Math.max(DELAY, delay - FORGETTING)
      } else delay = Math.min(LONGEST_DELAY, Math.max(DELAY, delay - FORGETTING, now - last.at))
      messages.push(message)
      messages = messages.filter(({ at }) => at > message.at - KEPT)
      last = message
    },
    at: (now) => {
      const shown = now - delay
      let k = messages.length - 1
      while (k > 0 && (messages[k] as LiveMessage).at > shown) k--
      const from = messages[k] as LiveMessage
      const to = messages[Math.min(k + 1, messages.length - 1)] as LiveMessage
      const t = to === from ? 1 : Math.min(1, Math.max(0, (shown - from.at) / (to.at - from.at)))
      // What is or is not shows as soon as it is known.
      sight.scene = last.scene
      sight.song = last.song
      sight.playing = last.playing
      sight.mode = last.mode
      sight.session = last.session
      sight.sounding = last.sounding
      sight.time = last.time + (last.playing ? Math.max(0, now - last.at) / 1000 : 0)
      if (last.layout) sight.layout = last.layout
      sight.floor = last.floor ?? null
      mixPoint(from.ear.position, to.ear.position, t, sight.position)
      mixDirection(from.ear.forward, to.ear.forward, t, sight.forward)
      const aim = to.pointer ?? from.pointer
      sight.pointing = last.pointer !== null
      sight.chunk = last.pointer?.chunk ?? -1
      if (aim) {
        mixPoint((from.pointer ?? aim).origin, aim.origin, t, sight.origin)
        mixDirection((from.pointer ?? aim).direction, aim.direction, t, sight.direction)
      }
      moveBoxes(from, to, t)
      place(from, to, t)
      sight.form = mix(from.form ?? 1, to.form ?? 1, t)
      sight.behind = delay
      return sight
    },
  }
}
