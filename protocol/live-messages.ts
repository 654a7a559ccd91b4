import * as v from 'valibot'

/** What the pages of an exhibit and its server tell each other; the server trusts none of it before it is parsed. */

const name = v.pipe(v.string(), v.maxLength(60))
const finite = v.pipe(v.number(), v.finite())
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9))
const key = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))
const point = v.tuple([finite, finite, finite])
const chunk = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(50_000))

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
export const scenes = ['attract', 'welcome', 'intro', 'free', 'reminder', 'ending', 'paused', 'closed'] as const
export type Scene = (typeof scenes)[number]
/** Somebody is there to be shown. */
export const isVisited = (scene: Scene): boolean => scene !== 'attract' && scene !== 'closed' && scene !== 'paused'

/** Every few seconds from each page. */
export const HeartbeatSchema = v.object({
  /** What technicians call the device (`?device=hall`), or a number made up for this tab. */
  device: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
  role: v.picklist(['piece', 'spectator']),
  version: name,
  scene: v.picklist(scenes),
  song: v.nullable(key),
  /** Frames drawn in a second. */
  fps: v.pipe(finite, v.minValue(0), v.maxValue(1000)),
  /** Since this device's storage began: never less than the last time. */
  faults: v.record(v.picklist(faultKinds), count),
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
  length: v.pipe(finite, v.minValue(0), v.maxValue(86_400)),
  language: v.pipe(v.string(), v.regex(/^[a-z]{2}$/)),
  headset: v.boolean(),
  /** Seconds in each mode. */
  modes: v.object({ ride: finite, walk: finite, roam: finite }),
  /** Each song that was heard: seconds, and how often each chunk was touched. */
  songs: v.pipe(
    v.array(v.object({ key, seconds: finite, touched: v.pipe(v.array(v.tuple([chunk, count])), v.maxLength(50_000)) })),
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

export const PinSchema = v.object({ pin: v.pipe(v.string(), v.regex(/^\d{4,12}$/)) })
/** POST /api/staff/enter: 204, or this with 401 (wrong) or 429 (locked). */
export type PinRefused = { left: number; lockedFor: number }

/** What the visitor does, some 45 times a second, over the WebSocket /live from the piece to the spectators. */
export const LiveSchema = v.object({
  type: v.literal('live'),
  /** By the server's clock, milliseconds. */
  at: finite,
  device: name,
  scene: v.picklist(scenes),
  song: v.nullable(key),
  playing: v.boolean(),
  /** In the song, seconds, at `at`. */
  time: finite,
  mode: v.picklist(['ride', 'walk', 'roam']),
  session: v.nullable(v.picklist(['vr', 'ar'])),
  ear: v.object({ position: point, forward: point }),
  pointer: v.nullable(v.object({ origin: point, direction: point, chunk: v.nullable(chunk) })),
  sounding: v.pipe(v.array(chunk), v.maxLength(64)),
  /** Boxes in a hand, or floating home from one, and where they are. */
  moved: v.pipe(v.array(v.tuple([chunk, point])), v.maxLength(16)),
  placement: v.object({ position: point, yaw: finite, scale: finite }),
  /** How far the boxes have left the path, 0-1; left out: they hang where they do in the end. */
  form: v.exactOptional(v.pipe(finite, v.minValue(0), v.maxValue(1))),
  /** How the path lies; left out: as it usually does. */
  layout: v.exactOptional(v.picklist(['spiral', 'line'])),
  floor: v.exactOptional(v.nullable(v.object({ x: finite, z: finite, radius: v.pipe(finite, v.gtValue(0)) }))),
})
export type LiveMessage = v.InferOutput<typeof LiveSchema>

/** Both ways, so that all know the server's clock. */
export const PingSchema = v.object({ type: v.literal('ping'), sent: finite })
export type Pong = { type: 'pong'; sent: number; at: number }
