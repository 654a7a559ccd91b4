import type { ScheduledChunk } from '../../../audio/playback/playback.ts'
import type { LiveMessage } from '../../../protocol/live-messages.ts'
import { countsAsVisit } from '../../../protocol/visit-scene.ts'
import type { WalkingFloor } from '../../../scenes/geometry/path-route.ts'
import { songToRoom } from '../../../scenes/geometry/placement.ts'
import { MAX_GRABBED_BOXES } from '../../../scenes/state/grabbed-boxes.ts'
import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import type { VisitStatus } from '../exhibit-context.ts'

type Point = [x: number, y: number, z: number]
/** One object, reused for every message. */
type MutableLiveMessage = Omit<LiveMessage, 'sounding' | 'moved' | 'pointer' | 'floor'> & {
  sounding: number[]
  moved: [number, Point][]
  pointer: LiveMessage['pointer']
  floor: NonNullable<LiveMessage['floor']> | null
}

/** At most 45 messages per second while something changes. */
const MIN_SEND_INTERVAL_MS = 22
const KEEPALIVE_INTERVAL_MS = 500
/** Spectators extrapolate the playhead; a larger drift is sent. */
const MAX_TIME_DRIFT_S = 0.012
const MAX_SOUNDING_CHUNKS = 64
/** Lights need no more than twenty levels a second. */
const LEVEL_INTERVAL_MS = 45
const LEVEL_RANGE_DB = 60
const ORIGIN: Point = [0, 0, 0]

/** Rounds to 0.1 mm: shorter messages, and the jitter of a resting head is no change. */
const roundCoordinate = (value: number): number => (Number.isFinite(value) ? Math.round(value * 1e4) / 1e4 : 0)

function copyRounded(from: ArrayLike<number>, to: Point): void {
  for (let axis = 0; axis < 3; axis++) to[axis] = roundCoordinate(from[axis] as number)
}

/** 0-1 of a sound's RMS: equal steps sound equally large. */
const toLevel = (rms: number): number => {
  const level = 1 + (20 * Math.log10(Math.max(rms, 1e-9))) / LEVEL_RANGE_DB
  return Math.round(Math.min(1, Math.max(0, level)) * 100) / 100
}

/** Decides when spectators need a message, and fills it. */
export function createLiveMessageWriter(
  { frameState, services, store }: SceneContext,
  getVisitStatus: () => VisitStatus,
  device: string,
) {
  const pointerBuffer = { origin: [0, 0, 0] as Point, direction: [0, 0, 0] as Point, chunk: null as number | null }
  const boxBuffer = Array.from({ length: MAX_GRABBED_BOXES }, (): [number, Point] => [0, [0, 0, 0]])
  let walkingFloor: WalkingFloor | null = null
  const message: MutableLiveMessage = {
    type: 'live',
    at: 0,
    device,
    scene: 'attract',
    song: null,
    playing: false,
    time: 0,
    mode: 'ride',
    session: null,
    ear: { position: [0, 0, 0], forward: [0, 0, -1] },
    pointer: null,
    sounding: [],
    moved: [],
    placement: { position: [0, 0, 0], yaw: 0, scale: 1 },
    form: 1,
    layout: 'spiral',
    floor: null,
  }
  /** The values of the last message except its times. */
  const sentValues: unknown[] = []
  let sentAt = Number.NEGATIVE_INFINITY
  let sentPlayheadTime = 0
  let tellsLevel = false
  let levelReadAt = Number.NEGATIVE_INFINITY
  let changed = false
  let valueIndex = 0

  const compare = (value: unknown) => {
    if (sentValues[valueIndex] !== value) {
      sentValues[valueIndex] = value
      changed = true
    }
    valueIndex++
  }
  const comparePoint = (point: Point) => {
    for (let axis = 0; axis < 3; axis++) compare(point[axis])
  }

  const addSoundingChunk = ({ bus, chunk }: ScheduledChunk) => {
    const { sounding } = message
    const isAudible = bus === 'pick' || chunk === services.playback?.chunk()
    if (isAudible && sounding.length < MAX_SOUNDING_CHUNKS && !sounding.includes(chunk)) sounding.push(chunk)
  }

  const readRoom = () => {
    const { mode, xrMode: session } = store.getState()
    const { scene, song } = getVisitStatus()
    const {
      boxes: { grabSlots: carries, position: place },
      viewer: { head: ear },
      placement,
    } = frameState
    const { playback } = services
    message.scene = scene
    message.song = song
    message.playing = playback?.playing ?? false
    message.time = playback?.time() ?? 0
    message.mode = mode
    message.session = session
    copyRounded(ear.position, message.ear.position)
    copyRounded(ear.forward, message.ear.forward)
    message.pointer = frameState.pointer.active.kind === null ? null : pointerBuffer
    copyRounded(frameState.pointer.active.origin, pointerBuffer.origin)
    copyRounded(frameState.pointer.active.direction, pointerBuffer.direction)
    pointerBuffer.chunk = frameState.pointer.active.chunk < 0 ? null : frameState.pointer.active.chunk
    message.sounding.length = 0
    playback?.forEachActiveChunk(addSoundingChunk, null)
    message.moved.length = 0
    for (let slot = 0; slot < MAX_GRABBED_BOXES; slot++) {
      const box = boxBuffer[slot] as [number, Point]
      const chunk = carries.chunk[slot] as number
      if (chunk < 0 || chunk >= frameState.boxes.count) continue
      const j = chunk * 3
      box[0] = chunk
      songToRoom(placement, place[j] as number, place[j + 1] as number, place[j + 2] as number, box[1])
      copyRounded(box[1], box[1])
      message.moved.push(box)
    }
    const at = message.placement.position
    at[0] = roundCoordinate(placement.x)
    at[1] = roundCoordinate(placement.y)
    at[2] = roundCoordinate(placement.z)
    message.placement.yaw = roundCoordinate(placement.yaw)
    message.placement.scale = roundCoordinate(placement.scale)
    message.form = Math.min(1, Math.max(0, roundCoordinate(frameState.boxes.embedding.progress)))
    message.layout = frameState.path.layout
    if (walkingFloor === frameState.path.walkingFloor) return
    walkingFloor = frameState.path.walkingFloor
    message.floor = walkingFloor && { ...walkingFloor, corners: walkingFloor.corners.map(roundCoordinate) }
  }

  const needsSending = (elapsedMs: number) => {
    changed = false
    valueIndex = 0
    compare(message.scene)
    compare(message.song)
    compare(message.level)
    compare(message.playing)
    compare(message.mode)
    compare(message.session)
    compare(message.form)
    compare(message.layout)
    compare(message.floor)
    comparePoint(message.placement.position)
    compare(message.placement.yaw)
    compare(message.placement.scale)
    // Without a visitor, the camera's orbit around the song is not sent.
    const isVisited = countsAsVisit(message.scene)
    compare(isVisited && message.pointer)
    compare(isVisited && message.pointer?.chunk)
    comparePoint(isVisited ? message.ear.position : ORIGIN)
    comparePoint(isVisited ? message.ear.forward : ORIGIN)
    comparePoint(isVisited ? pointerBuffer.origin : ORIGIN)
    comparePoint(isVisited ? pointerBuffer.direction : ORIGIN)
    for (let k = 0; k < MAX_GRABBED_BOXES; k++) {
      const box = message.moved[k]
      compare(box?.[0])
      compare(box?.[1][0])
      compare(box?.[1][1])
      compare(box?.[1][2])
    }
    compare(message.sounding.length)
    for (const chunk of message.sounding) compare(chunk)
    const expected = sentPlayheadTime + (message.playing ? elapsedMs / 1000 : 0)
    return changed || Math.abs(message.time - expected) > MAX_TIME_DRIFT_S
  }

  return {
    /** From now on messages have a level. */
    tellLevel: () => {
      tellsLevel = true
    },
    /**
     * @param now by this page's clock, for the message rate
     * @param at by the server's clock
     * @returns the message to send, valid until the next call; null if spectators need none
     */
    next: (now: number, at: number): LiveMessage | null => {
      const elapsedMs = now - sentAt
      if (elapsedMs < MIN_SEND_INTERVAL_MS && elapsedMs >= 0) return null
      readRoom()
      if (tellsLevel && !(now - levelReadAt < LEVEL_INTERVAL_MS && now >= levelReadAt)) {
        levelReadAt = now
        message.level = toLevel(services.voices?.level() ?? 0)
      }
      message.at = at
      if (!needsSending(elapsedMs) && elapsedMs < KEEPALIVE_INTERVAL_MS && elapsedMs >= 0) return null
      sentAt = now
      sentPlayheadTime = message.time
      return message
    },
  }
}
