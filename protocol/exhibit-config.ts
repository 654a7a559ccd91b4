import * as v from 'valibot'

/**
 * What a curator writes into exhibit.json, and what the page finds on the server. Every field that is left out is as
 * usual; every sentence here is read by people who do not program.
 */

/** Two letters (ISO 639-1); songwalk speaks those that have a file in src/languages. */
export type Language = string
const languageCode = v.pipe(
  v.string('must be text in quotes.'),
  v.regex(/^[a-z]{2}$/, 'must be a language in two letters, such as "en".'),
)

const fraction = v.pipe(
  v.number('must be a number.'),
  v.minValue(0, 'must be 0 or more.'),
  v.maxValue(1, 'must be 1 or less.'),
)
const secondsBetween = (least: number, most: number) =>
  v.pipe(
    v.number('must be a number of seconds.'),
    v.minValue(least, `must be ${least} seconds or more.`),
    v.maxValue(most, `must be ${most} seconds or less.`),
  )
const requiredText = v.pipe(
  v.string('must be text in quotes.'),
  v.trim(),
  v.minLength(1, 'must not be empty.'),
  v.maxLength(300, 'must be 300 characters or less.'),
)
const optionalText = v.pipe(
  v.string('must be text in quotes.'),
  v.trim(),
  v.maxLength(300, 'must be 300 characters or less.'),
)
const notEmpty = v.check((texts: Record<string, string>) => Object.keys(texts).length > 0, 'must not be empty.')
/** One text for all languages, or one for each; those that are missing are as the first language's. */
const textByLanguage = v.record(languageCode, requiredText, 'must be text in quotes.')
/** As a union of the two; lazy, so that what is wrong is told of the one that was meant. */
const localizedText = v.lazy(
  (
    input,
  ): v.GenericSchema<
    v.InferInput<typeof requiredText | typeof textByLanguage>,
    v.InferOutput<typeof requiredText | typeof textByLanguage>
  > => (typeof input === 'object' && input !== null ? v.pipe(textByLanguage, notEmpty) : requiredText),
)
const timeOfDay = v.pipe(
  v.string('must be a time such as "10:00".'),
  v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as "10:00".'),
)
export const daysOfWeek = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const TimeRangeSchema = v.strictObject({ from: timeOfDay, to: timeOfDay })

/** Those of the staff's PIN are made by `npm run exhibit -- pin`; it is never served to a page. */
const StaffSchema = v.strictObject({
  pinHash: v.pipe(v.string(), v.startsWith('scrypt$', 'must be what “npm run exhibit -- pin” has written.')),
})

const commonFields = {
  title: localizedText,
  /** In the order in which they are offered; the first is the one the piece rests in. Empty or left out: all there are. */
  languages: v.optional(v.array(languageCode), []),
  mode: v.optional(v.picklist(['ride', 'walk', 'roam'], 'must be "ride", "walk" or "roam".'), 'ride'),
  palette: v.optional(v.picklist(['rainbow', 'safe', 'grey'], 'must be "rainbow", "safe" or "grey".'), 'rainbow'),
  timings: v.optional(
    v.strictObject({
      /** Nobody has moved for so long: a gentle reminder. */
      reminder: v.optional(secondsBetween(0.2, 3600), 60),
      /** From the reminder to the reset. */
      countdown: v.optional(secondsBetween(0.2, 600), 15),
      /** A visit's limit; 0: none. */
      visit: v.optional(secondsBetween(0, 7200), 0),
      /** How long the calm ending of a visit lasts. */
      ending: v.optional(secondsBetween(0.1, 60), 8),
      /** How long one song is shown while nobody is there. */
      attract: v.optional(secondsBetween(0.5, 3600), 60),
      /** The wordless introduction. */
      intro: v.optional(secondsBetween(0.1, 120), 12),
    }),
    {},
  ),
  volume: v.optional(
    v.strictObject({
      /** No visitor can make it louder. */
      cap: v.optional(fraction, 0.8),
      /** While nobody is there. */
      attract: v.optional(fraction, 0.15),
      /** While nobody is there, it is silent in these hours. */
      quiet: v.optional(v.array(TimeRangeSchema), []),
    }),
    {},
  ),
  /** Left out: always open. */
  hours: v.exactOptional(
    v.strictObject({
      open: timeOfDay,
      close: timeOfDay,
      closed: v.optional(v.array(v.picklist(daysOfWeek, 'must be a day such as "monday".')), []),
    }),
  ),
}

/** exhibit.json in a curator's folder. */
export const ExhibitConfigSchema = v.strictObject({
  ...commonFields,
  songs: v.pipe(
    v.array(
      v.strictObject({
        /** In the exhibit's folder, or in a folder inside it. */
        file: requiredText,
        /** Left out: as the file's tags have it, or its name; the artist likewise. */
        title: v.exactOptional(requiredText),
        artist: v.exactOptional(optionalText),
        credit: v.optional(optionalText, ''),
      }),
      'must be a list of songs.',
    ),
    v.minLength(1, 'must name one song or more.'),
    v.maxLength(100, 'must name 100 songs or less.'),
  ),
  staff: v.exactOptional(StaffSchema),
})

/** exhibit.json of a built site: what the page needs, and nothing else. */
export const BuiltExhibitConfigSchema = v.object({
  ...commonFields,
  /** Names this build: other songs, other texts or another songwalk have another one. */
  version: v.string(),
  songs: v.pipe(
    v.array(
      v.object({
        title: requiredText,
        artist: v.optional(optionalText, ''),
        credit: v.optional(optionalText, ''),
        /** The first 16 hex digits of the sound's SHA-256: what counts and messages name a song by. */
        key: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
        /** Where its .songwalk is, from the page. */
        file: v.string(),
        /** Seconds. */
        duration: v.number(),
        chunks: v.number(),
      }),
    ),
    v.minLength(1),
  ),
})

export type ExhibitConfig = v.InferOutput<typeof ExhibitConfigSchema>
export type BuiltExhibitConfig = v.InferOutput<typeof BuiltExhibitConfigSchema>
export type ExhibitSong = BuiltExhibitConfig['songs'][number]
