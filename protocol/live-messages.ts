import * as v from 'valibot'

/** What the pages of an exhibit and its server tell each other; the server trusts none of it before it is parsed. */

const shortText = v.pipe(v.string(), v.maxLength(60))
const finiteNumber = v.pipe(v.number(), v.finite())
const boundedCount = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9))
const songKey = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))
const point3 = v.tuple([finiteNumber, finiteNumber, finiteNumber])
const chunkIndex = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(50_000))

/** What can go wrong and is mended without a person. */
export const faultKinds = [
  'webgl-lost',
  'frames-stalled',
  'audio-dead',
  'worker-crashed',
  'storage-full',
  'song-missing',
  'song-broken',
  'script-error',
  'server-gone',
  'update-broken',
  'reloaded',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** Where a visit stands. `closed`: outside the opening hours, or ended for the day; `paused`: by the staff. */
export const visitScenes = ['attract', 'welcome', 'intro', 'free', 'reminder', 'ending', 'paused', 'closed'] as const
export type VisitScene = (typeof visitScenes)[number]
/** Somebody is there to be shown. */
export const hasVisitor = (scene: VisitScene): boolean =>
  scene !== 'attract' && scene !== 'closed' && scene !== 'paused'

/** Every few seconds from each page. */
export const HeartbeatSchema = v.object({
  /** What technicians call the device (`?device=hall`), or a number made up for this tab. */
  device: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
  role: v.picklist(['piece', 'spectator']),
  version: shortText,
  scene: v.picklist(visitScenes),
  song: v.nullable(songKey),
  /** Frames drawn in a second. */
  fps: v.pipe(finiteNumber, v.minValue(0), v.maxValue(1000)),
  /** Since this device's storage began: never less than the last time. */
  faults: v.record(v.picklist(faultKinds), boundedCount),
})
export type Heartbeat = v.InferOutput<typeof HeartbeatSchema>

/**
 * One visit, sent again as it goes on; the later one counts. `receipt` is made up for this record alone, so that one that
 * is sent twice is counted once.
 */
export const VisitSchema = v.object({
  receipt: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  /** Milliseconds since 1970, rounded to a minute: nobody is recognized by when they came. */
  began: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Seconds. */
  length: v.pipe(finiteNumber, v.minValue(0), v.maxValue(86_400)),
  language: v.pipe(v.string(), v.regex(/^[a-z]{2}$/)),
  headset: v.boolean(),
  /** Seconds in each mode. */
  modes: v.object({ ride: finiteNumber, walk: finiteNumber, roam: finiteNumber }),
  /** Each song that was heard: seconds, and how often each chunk was touched. */
  songs: v.pipe(
    v.array(
      v.object({
        key: songKey,
        seconds: finiteNumber,
        touched: v.pipe(v.array(v.tuple([chunkIndex, boundedCount])), v.maxLength(50_000)),
      }),
    ),
    v.maxLength(200),
  ),
})
export type Visit = v.InferOutput<typeof VisitSchema>
export const VisitsSchema = v.pipe(v.array(VisitSchema), v.minLength(1), v.maxLength(100))

/** GET /api/counts, for the staff: totals of all visits. */
export type Counts = {
  visits: number
  /** Seconds. */
  length: number
  songs: Record<string, { visits: number; seconds: number; touched: [chunk: number, times: number][] }>
  modes: { ride: number; walk: number; roam: number }
  languages: Record<string, number>
  hours: { hour: string; visits: number }[]
}

export const PinRequestSchema = v.object({ pin: v.pipe(v.string(), v.regex(/^\d{4,12}$/)) })
/** POST /api/staff/enter: 204, or this with 401 (wrong) or 429 (locked). */
export type PinRejection = { left: number; lockedFor: number }

/** What the visitor does, some 45 times a second, over the WebSocket /live from the piece to the spectators. */
export const LiveMessageSchema = v.object({
  type: v.literal('live'),
  /** By the server's clock, milliseconds. */
  at: finiteNumber,
  device: shortText,
  scene: v.picklist(visitScenes),
  song: v.nullable(songKey),
  playing: v.boolean(),
  /** In the song, seconds, at `at`. */
  time: finiteNumber,
  mode: v.picklist(['ride', 'walk', 'roam']),
  session: v.nullable(v.picklist(['vr', 'ar'])),
  ear: v.object({ position: point3, forward: point3 }),
  pointer: v.nullable(v.object({ origin: point3, direction: point3, chunk: v.nullable(chunkIndex) })),
  sounding: v.pipe(v.array(chunkIndex), v.maxLength(64)),
  /** Boxes in a hand, or floating home from one, and where they are. */
  moved: v.pipe(v.array(v.tuple([chunkIndex, point3])), v.maxLength(16)),
  placement: v.object({ position: point3, yaw: finiteNumber, scale: finiteNumber }),
  /** How far the boxes have left the path, 0-1; left out: they hang where they do in the end. */
  form: v.exactOptional(v.pipe(finiteNumber, v.minValue(0), v.maxValue(1))),
  /** How the path lies; left out: as it usually does. */
  layout: v.exactOptional(v.picklist(['spiral', 'line'])),
  floor: v.exactOptional(
    v.nullable(v.object({ x: finiteNumber, z: finiteNumber, radius: v.pipe(finiteNumber, v.gtValue(0)) })),
  ),
})
export type LiveMessage = v.InferOutput<typeof LiveMessageSchema>

/** Both ways, so that all know the server's clock. */
export const PingMessageSchema = v.object({ type: v.literal('ping'), sent: finiteNumber })
export type PongMessage = { type: 'pong'; sent: number; at: number }
