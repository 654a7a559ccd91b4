import type { LiveMessage } from '../../protocol/live-messages.ts'
import { wrapAngle } from '../../scenes/geometry/math.ts'
import { createPlacement, type Placement } from '../../scenes/geometry/placement.ts'

export type Point = [x: number, y: number, z: number]

/** The state of a device at a moment, in room coordinates. */
export type InterpolatedState = Pick<
  LiveMessage,
  'scene' | 'song' | 'playing' | 'mode' | 'session' | 'layout' | 'floor'
> & {
  /** Position in the song, seconds. */
  time: number
  position: Point
  forward: Point
  isPointing: boolean
  origin: Point
  direction: Point
  /** Index of the pointed chunk, or -1. */
  pointedChunk: number
  sounding: readonly number[]
  moved: { chunk: number; position: Point }[]
  placement: Placement
  form: number
  /** Delay behind the device. */
  delayMs: number
}

/** Movement is displayed with a delay, so that the next message has arrived; a longer one where messages are late. */
const MIN_DELAY_MS = 30
const MAX_DELAY_MS = 250
/** After a longer pause, nothing had changed until the message before the new one. */
const MAX_CONTINUOUS_GAP_MS = 60
const MESSAGE_INTERVAL_MS = 22
/** More than two frames ever need. */
const HISTORY_MS = 1000
/** A larger step back means that the device has restarted. */
const CLOCK_RESET_MS = 2000

/** The delay decreases by this much per message. */
const DELAY_DECAY_MS = 0.5

export type Timeline = {
  /** @param now when it arrived, server time in milliseconds */
  addMessage: (message: LiveMessage, now: number) => void
  /** @returns the state to display, one reused object */
  sample: (now: number) => InterpolatedState
  readonly lastMessage: LiveMessage
}

const lerp = (a: number, b: number, t: number): number => a + (b - a) * t

function lerpPoint(a: Readonly<Point>, b: Readonly<Point>, t: number, out: Point): void {
  for (let axis = 0; axis < 3; axis++) out[axis] = lerp(a[axis] as number, b[axis] as number, t)
}

/** The result has unit length; opposite directions switch at once. */
function lerpDirection(a: Readonly<Point>, b: Readonly<Point>, t: number, out: Point): void {
  lerpPoint(a, b, t, out)
  const length = Math.hypot(...out)
  if (length < 1e-3) for (let axis = 0; axis < 3; axis++) out[axis] = b[axis] as number
  else for (let axis = 0; axis < 3; axis++) out[axis] = (out[axis] as number) / length
}

/** Interpolates the messages of one device. */
export function createTimeline(first: LiveMessage): Timeline {
  let messages: LiveMessage[] = [first]
  let lastMessage = first
  let delayMs = MIN_DELAY_MS
  const state: InterpolatedState = {
    scene: first.scene,
    song: first.song,
    playing: first.playing,
    mode: first.mode,
    session: first.session,
    time: first.time,
    position: [0, 0, 0],
    forward: [0, 0, -1],
    isPointing: false,
    origin: [0, 0, 0],
    direction: [0, 0, -1],
    pointedChunk: -1,
    sounding: [],
    moved: [],
    placement: createPlacement(),
    form: 1,
    delayMs: 0,
  }

  const moveBoxes = (from: LiveMessage, to: LiveMessage, t: number) => {
    state.moved.length = Math.min(state.moved.length, to.moved.length)
    to.moved.forEach(([chunk, position], k) => {
      state.moved[k] ??= { chunk, position: [0, 0, 0] }
      const box = state.moved[k] as InterpolatedState['moved'][number]
      box.chunk = chunk
      const before = from.moved.find(([other]) => other === chunk)
      lerpPoint(before ? before[1] : position, position, t, box.position)
    })
  }

  const updatePlacement = (from: LiveMessage, to: LiveMessage, t: number) => {
    const { placement } = state
    const [a, b] = [from.placement, to.placement]
    placement.x = lerp(a.position[0], b.position[0], t)
    placement.y = lerp(a.position[1], b.position[1], t)
    placement.z = lerp(a.position[2], b.position[2], t)
    placement.yaw = a.yaw + wrapAngle(b.yaw - a.yaw) * t
    placement.scale = lerp(a.scale, b.scale, t)
  }

  return {
    get lastMessage() {
      return lastMessage
    },
    addMessage: (message, now) => {
      // Drops messages that arrive out of order.
      if (message.at <= lastMessage.at && message.at > lastMessage.at - CLOCK_RESET_MS) return
      const gap = message.at - lastMessage.at
      if (gap < 0) messages = []
      else if (gap > MAX_CONTINUOUS_GAP_MS) {
        // Repeats the last message just before this one, so that a resting position does not drift.
        messages.push({ ...lastMessage, at: message.at - MESSAGE_INTERVAL_MS })
        delayMs = Math.max(MIN_DELAY_MS, delayMs - DELAY_DECAY_MS)
      } else delayMs = Math.min(MAX_DELAY_MS, Math.max(MIN_DELAY_MS, delayMs - DELAY_DECAY_MS, now - lastMessage.at))
      messages.push(message)
      messages = messages.filter(({ at }) => at > message.at - HISTORY_MS)
      lastMessage = message
    },
    sample: (now) => {
      const shownTime = now - delayMs
      let k = messages.length - 1
      while (k > 0 && (messages[k] as LiveMessage).at > shownTime) k--
      const from = messages[k] as LiveMessage
      const to = messages[Math.min(k + 1, messages.length - 1)] as LiveMessage
      const t = to === from ? 1 : Math.min(1, Math.max(0, (shownTime - from.at) / (to.at - from.at)))
      // Discrete values are shown without delay.
      state.scene = lastMessage.scene
      state.song = lastMessage.song
      state.playing = lastMessage.playing
      state.mode = lastMessage.mode
      state.session = lastMessage.session
      state.sounding = lastMessage.sounding
      state.time = lastMessage.time + (lastMessage.playing ? Math.max(0, now - lastMessage.at) / 1000 : 0)
      if (lastMessage.layout) state.layout = lastMessage.layout
      state.floor = lastMessage.floor ?? null
      lerpPoint(from.ear.position, to.ear.position, t, state.position)
      lerpDirection(from.ear.forward, to.ear.forward, t, state.forward)
      const pointer = to.pointer ?? from.pointer
      state.isPointing = lastMessage.pointer !== null
      state.pointedChunk = lastMessage.pointer?.chunk ?? -1
      if (pointer) {
        lerpPoint((from.pointer ?? pointer).origin, pointer.origin, t, state.origin)
        lerpDirection((from.pointer ?? pointer).direction, pointer.direction, t, state.direction)
      }
      moveBoxes(from, to, t)
      updatePlacement(from, to, t)
      state.form = lerp(from.form ?? 1, to.form ?? 1, t)
      state.delayMs = delayMs
      return state
    },
  }
}
