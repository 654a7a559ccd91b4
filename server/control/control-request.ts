import * as v from 'valibot'
import type { DeviceCommand } from '../../protocol/device-commands.ts'
import { HttpError } from '../http-error.ts'
import type { SiteIndex } from '../site-files.ts'

/** A command as the house writes it. A song is its place in the list, from 1, its title or its key. */
export const ControlRequestSchema = v.variant('do', [
  v.strictObject({ do: v.picklist(['start', 'stop', 'next', 'restart']) }),
  v.strictObject({
    do: v.literal('song'),
    song: v.union([v.pipe(v.number(), v.integer(), v.minValue(1)), v.pipe(v.string(), v.maxLength(300))]),
  }),
  v.strictObject({ do: v.literal('volume'), level: v.pipe(v.number(), v.minValue(0), v.maxValue(1)) }),
  v.strictObject({ do: v.literal('mute'), on: v.boolean() }),
  v.strictObject({ do: v.literal('language'), language: v.pipe(v.string(), v.regex(/^[a-z]{2}$/)) }),
])
export type ControlRequest = v.InferOutput<typeof ControlRequestSchema>

const normalize = (text: string) => text.normalize('NFC').trim().toLowerCase()

/**
 * The command for devices. The house is never louder than the exhibit allows its visitors.
 * @throws {HttpError} one sentence: the exhibit has no such song or language
 */
export function toDeviceCommand(
  request: ControlRequest,
  { songs, languages }: Pick<SiteIndex, 'songs' | 'languages'>,
): DeviceCommand {
  switch (request.do) {
    case 'song': {
      const { song } = request
      const found =
        typeof song === 'number'
          ? songs[song - 1]
          : songs.find(({ key, title }) => key === song || normalize(title) === normalize(song))
      if (!found)
        throw new HttpError(400, 'The exhibit has no such song; give its place in the list, its title or key.')
      return { do: 'song', song: found.key }
    }
    case 'volume':
      return { ...request, capped: true }
    case 'language':
      if (languages.length > 0 && !languages.includes(request.language))
        throw new HttpError(400, `The exhibit has these languages: ${languages.join(', ')}.`)
      return request
    default:
      return request
  }
}
