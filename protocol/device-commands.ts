import * as v from 'valibot'
import { DeviceNameSchema } from './device-name-schema.ts'
import { SongKeySchema } from './song-key.ts'

/**
 * What staff and a house's show control may have a device do. `stop`: the piece rests; `start`: it goes on, also after
 * the end of the day; `mute`: no sound at all, until it is undone.
 */
export const DeviceCommandSchema = v.variant('do', [
  v.strictObject({ do: v.picklist(['start', 'stop', 'next', 'restart']) }),
  v.strictObject({ do: v.literal('song'), song: SongKeySchema }),
  /** The loudest that visitors can set, 0-1, until the end of the day; `capped`: never beyond what the exhibit allows. */
  v.strictObject({
    do: v.literal('volume'),
    level: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    capped: v.exactOptional(v.literal(true)),
  }),
  v.strictObject({ do: v.literal('mute'), on: v.boolean() }),
  /** Of the visit that is going on. */
  v.strictObject({ do: v.literal('language'), language: v.pipe(v.string(), v.regex(/^[a-z]{2}$/)) }),
])
export type DeviceCommand = v.InferOutput<typeof DeviceCommandSchema>

/** WS /live, from the server to a device. */
export const CommandMessageSchema = v.object({ type: v.literal('command'), command: DeviceCommandSchema })
export type CommandMessage = v.InferOutput<typeof CommandMessageSchema>

/** A name, or `all` devices. */
export const CommandTargetSchema = v.union([v.literal('all'), DeviceNameSchema])
/** POST /api/staff/command. */
export const CommandRequestSchema = v.object({ device: CommandTargetSchema, command: DeviceCommandSchema })
/** Its answer: the names of the devices that were reached. */
export const CommandAnswerSchema = v.object({ devices: v.array(v.string()) })
export type CommandAnswer = v.InferOutput<typeof CommandAnswerSchema>

/** WS /live, from the server to a device: it posts a JPEG of what it shows to /api/pictures/ and this number. */
export const PictureRequestSchema = v.object({
  type: v.literal('picture'),
  id: v.pipe(v.string(), v.regex(/^[\w-]{22}$/)),
})
export type PictureRequest = v.InferOutput<typeof PictureRequestSchema>
export const MAX_PICTURE_BYTES = 48 * 1024
