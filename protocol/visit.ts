import * as v from 'valibot'
import { locomotionModes } from './locomotion-modes.ts'
import { SongKeySchema } from './song-key.ts'

const SecondsSchema = v.pipe(v.number(), v.finite())
const CountSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9))
export const ChunkIndexSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(50_000))

/** A visit is never longer; a clock that jumps adds nothing beyond it. */
export const MAX_VISIT_S = 86_400
const MINUTE_MS = 60_000
/** POST /api/visits takes no more at once. */
export const MAX_VISITS_PER_REQUEST = 100
/** Counts songs and languages that the exhibit does not have, all together. */
export const OTHER = 'other'

/**
 * One visit, sent again as it goes on; the longest record counts. `receipt` is random and belongs to this record only, so
 * that a record sent twice is counted once.
 */
export const VisitSchema = v.object({
  receipt: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  /** Milliseconds since 1970, rounded down to the minute: a visitor cannot be identified by the time of arrival. */
  began: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Seconds. */
  length: v.pipe(SecondsSchema, v.minValue(0), v.maxValue(MAX_VISIT_S)),
  language: v.pipe(v.string(), v.regex(/^[a-z]{2}$/)),
  headset: v.boolean(),
  /** Seconds in each mode. */
  modes: v.object(v.entriesFromList(locomotionModes, SecondsSchema)),
  /** Each song that was in the room: seconds, and how often each chunk was touched. */
  songs: v.pipe(
    v.array(
      v.object({
        key: SongKeySchema,
        seconds: SecondsSchema,
        touched: v.pipe(v.array(v.tuple([ChunkIndexSchema, CountSchema])), v.maxLength(50_000)),
      }),
    ),
    v.maxLength(200),
  ),
})
export type Visit = v.InferOutput<typeof VisitSchema>

export const VisitsSchema = v.pipe(v.array(VisitSchema), v.minLength(1), v.maxLength(MAX_VISITS_PER_REQUEST))

export const roundToMinute = (milliseconds: number): number => Math.floor(milliseconds / MINUTE_MS) * MINUTE_MS

/** Drops the noise of binary fractions from sums of seconds. */
export const roundToMilliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000
