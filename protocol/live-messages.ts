import * as v from 'valibot'
import { locomotionModes } from './locomotion-modes.ts'
import { SongKeySchema } from './song-key.ts'
import { ChunkIndexSchema } from './visit.ts'
import { visitScenes } from './visit-scene.ts'

const finiteNumber = v.pipe(v.number(), v.finite())
const point3 = v.tuple([finiteNumber, finiteNumber, finiteNumber])

/** WS /live: the state of a piece, up to 45 times a second; the server passes it on to all spectators. */
export const LiveMessageSchema = v.object({
  type: v.literal('live'),
  /** Milliseconds, by the server's clock. */
  at: finiteNumber,
  device: v.pipe(v.string(), v.maxLength(60)),
  scene: v.picklist(visitScenes),
  song: v.nullable(SongKeySchema),
  playing: v.boolean(),
  /** Seconds into the song, at `at`. */
  time: finiteNumber,
  mode: v.picklist(locomotionModes),
  session: v.nullable(v.picklist(['vr', 'ar'])),
  ear: v.object({ position: point3, forward: point3 }),
  pointer: v.nullable(v.object({ origin: point3, direction: point3, chunk: v.nullable(ChunkIndexSchema) })),
  sounding: v.pipe(v.array(ChunkIndexSchema), v.maxLength(64)),
  /** Of the sound, before the volume: 0 at -60 dB and below, 1 at full scale. Left out: nobody has asked for it. */
  level: v.exactOptional(v.pipe(finiteNumber, v.minValue(0), v.maxValue(1))),
  /** Boxes that are grabbed or on their way back, and their positions. */
  moved: v.pipe(v.array(v.tuple([ChunkIndexSchema, point3])), v.maxLength(16)),
  placement: v.object({ position: point3, yaw: finiteNumber, scale: finiteNumber }),
  /** How far the boxes have moved from the path to the form, 0-1; left out: 1. */
  form: v.exactOptional(v.pipe(finiteNumber, v.minValue(0), v.maxValue(1))),
  /** Of the path; left out: the default layout. */
  layout: v.exactOptional(v.picklist(['spiral', 'line'])),
  /** The real floor that the path is laid on, and where feet stood; left out or null: the path lies in its layout. */
  floor: v.exactOptional(
    v.nullable(
      v.object({
        corners: v.pipe(v.array(finiteNumber), v.maxLength(512)),
        x: finiteNumber,
        z: finiteNumber,
        heading: finiteNumber,
        start: finiteNumber,
      }),
    ),
  ),
})
export type LiveMessage = v.InferOutput<typeof LiveMessageSchema>

/** The connection of this device has closed; from the server to spectators. */
export const GoneMessageSchema = v.object({ type: v.literal('gone'), device: v.string() })
export type GoneMessage = v.InferOutput<typeof GoneMessageSchema>

/** From the server to a piece: the house asks for `level`. */
export const LevelRequestSchema = v.object({ type: v.literal('level') })
export type LevelRequest = v.InferOutput<typeof LevelRequestSchema>

/** Sent by pages, which set their clocks by the answers. Milliseconds by the page's clock. */
export const PingMessageSchema = v.object({ type: v.literal('ping'), sent: finiteNumber })
/** The answer: `sent` as it came, `at` by the server's clock. */
export type PongMessage = { type: 'pong'; sent: number; at: number }
