import * as v from 'valibot'
import { DeviceNameSchema } from './device-name-schema.ts'
import { outputProblems, pageProblems } from './device-problems.ts'
import { faultKinds } from './fault-kinds.ts'
import { SongKeySchema } from './song-key.ts'
import { visitScenes } from './visit-scene.ts'

/** An exhibit's own page, or a second screen that follows it. */
export const deviceRoles = ['piece', 'spectator'] as const
export type DeviceRole = (typeof deviceRoles)[number]

/** What pages send to their server. */
export const refusablePosts = ['heartbeats', 'visits', 'live'] as const
export type RefusablePost = (typeof refusablePosts)[number]

/** `off`: ready, or its session is hidden. */
const headsetStates = ['worn', 'off'] as const
const ShareSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(1))

/** POST /api/heartbeat: every page sends one every few seconds. */
export const HeartbeatSchema = v.object({
  device: DeviceNameSchema,
  role: v.picklist(deviceRoles),
  version: v.pipe(v.string(), v.maxLength(60)),
  scene: v.picklist(visitScenes),
  song: v.nullable(SongKeySchema),
  /** Frames drawn per second. */
  fps: v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1000)),
  /** 0: the whole picture is drawn; up to 4: parts of it are given up, because frames were missed. */
  qualityStep: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4)), 0),
  /** Of the loudspeakers that exhibit.json lists: its sound device lacks them, and a pair plays. */
  missingChannels: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(32)), 0),
  /** What the page sends and does not get through, although heartbeats do. */
  refused: v.optional(v.pipe(v.array(v.picklist(refusablePosts)), v.maxLength(refusablePosts.length)), []),
  problems: v.optional(v.pipe(v.array(v.picklist(pageProblems)), v.maxLength(pageProblems.length)), []),
  /** Null: no headset. */
  headset: v.optional(v.nullable(v.picklist(headsetStates)), null),
  /** `level` from 0 to 1. Null: none, or the browser does not tell. */
  battery: v.optional(v.nullable(v.object({ level: ShareSchema, charging: v.boolean() })), null),
  /** The loudest that a visitor can set, 0-1. */
  volume: v.optional(v.nullable(ShareSchema), null),
  muted: v.optional(v.boolean(), false),
  /** Totals since the device's storage was created; they never decrease. */
  faults: v.record(v.picklist(faultKinds), v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9))),
})
export type Heartbeat = v.InferOutput<typeof HeartbeatSchema>
/** POST /api/outputs: kiosk/watch.sh tells what its PC lacks. */
export const OutputsSchema = v.object({
  device: DeviceNameSchema,
  problems: v.pipe(v.array(v.picklist(outputProblems)), v.maxLength(outputProblems.length)),
})
export type Outputs = v.InferOutput<typeof OutputsSchema>

/** The answer to a device that is known: whether the staff has ended the day on it. */
export const HeartbeatAnswerSchema = v.object({ closed: v.boolean() })
export type HeartbeatAnswer = v.InferOutput<typeof HeartbeatAnswerSchema>

const OptionalNumberSchema = v.optional(v.number(), 0)

/** GET /health, as far as pages read it. */
export const HealthSchema = v.object({
  version: v.optional(v.string(), ''),
  /** Seconds. */
  uptime: OptionalNumberSchema,
  /** Why the status is not `ok`; a sentence each. */
  reasons: v.optional(v.array(v.string()), []),
  /** Devices that nobody has let in, and their visits, which are not counted. */
  others: v.optional(v.object({ devices: v.number(), visits: v.number() }), { devices: 0, visits: 0 }),
  clients: v.array(
    v.object({
      device: v.string(),
      role: v.optional(v.string(), 'piece'),
      scene: v.optional(v.string(), ''),
      song: v.optional(v.nullable(v.string()), null),
      fps: OptionalNumberSchema,
      qualityStep: OptionalNumberSchema,
      /** A device with a problem is down. */
      problems: v.optional(v.array(v.string()), []),
      headset: v.optional(v.nullable(v.string()), null),
      battery: v.optional(v.nullable(v.object({ level: v.number(), charging: v.boolean() })), null),
      volume: v.optional(v.nullable(v.number()), null),
      muted: v.optional(v.boolean(), false),
      faults: v.optional(v.record(v.string(), v.number()), {}),
      /** Since the server started; `ago` in seconds. */
      lastFault: v.optional(v.nullable(v.object({ kind: v.string(), ago: v.number() })), null),
      /** It can be commanded, and asked for a picture. */
      connected: v.optional(v.boolean(), false),
      /** Seconds ago. */
      lastHeartbeat: v.number(),
    }),
  ),
})
export type Health = v.InferOutput<typeof HealthSchema>
