import * as v from 'valibot'
import { freezeDeep } from './freeze-deep.ts'
import { insteadOf } from './instead-of.ts'
import { locomotionModes } from './locomotion-modes.ts'
import { SongKeySchema } from './song-key.ts'
import { isTimeZone, parseDay } from './zoned-time.ts'

/** In a curator's folder and in a built site. Fields that are left out have the defaults given here. */
export const EXHIBIT_FILE_NAME = 'exhibit.json'

// Messages are printed for curators: each is the end of a sentence that begins with the field.

/** ISO 639-1; songwalk is translated into those that have a file in src/i18n/languages. */
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
const secondsBetween = (min: number, max: number) =>
  v.pipe(
    v.number('must be a number of seconds.'),
    v.minValue(min, `must be ${min} seconds or more.`),
    v.maxValue(max, `must be ${max} seconds or less.`),
  )
export const requiredText = v.pipe(
  v.string('must be text in quotes.'),
  v.trim(),
  v.minLength(1, 'must not be empty.'),
  v.maxLength(300, 'must be 300 characters or less.'),
)
export const optionalText = v.pipe(
  v.string('must be text in quotes.'),
  v.trim(),
  v.maxLength(300, 'must be 300 characters or less.'),
)
const notEmpty = v.check((texts: Record<string, string>) => Object.keys(texts).length > 0, 'must not be empty.')
/** A text for each language; a missing one is shown in the first language. */
const textByLanguage = v.record(languageCode, requiredText, 'must be text in quotes.')
/** One text for all languages, or one for each. Lazy instead of a union: issues then name the schema that was meant. */
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
const dayOfWeek = v.picklist(daysOfWeek, 'must be a day such as "monday".')
const TimeRangeSchema = v.strictObject({ from: timeOfDay, to: timeOfDay })

const calendarDate = v.pipe(
  v.string(({ input }) => `must be a date such as "2027-12-24"${insteadOf(input)}`),
  v.check(
    (date) => /^\d{4}-\d\d-\d\d$/.test(date) && Number.isFinite(parseDay(date)),
    ({ input }) => `must be a date of the calendar such as "2027-12-24"${insteadOf(input)}`,
  ),
)
const timeZoneName = v.pipe(
  v.string(({ input }) => `must be a time zone such as "Europe/Berlin"${insteadOf(input)}`),
  v.check(isTimeZone, ({ input }) => `must be a time zone such as "Europe/Berlin"${insteadOf(input)}`),
)

const HoursSchema = v.strictObject({
  /** Of the days that `days` does not name; left out: those are closed. A time that is not after `open` is on the next day. */
  open: v.exactOptional(timeOfDay),
  close: v.exactOptional(timeOfDay),
  closed: v.optional(v.array(dayOfWeek, 'must be a list of days.'), []),
  /** Other times of some weekdays. */
  days: v.optional(
    v.strictObject(
      v.entriesFromList(daysOfWeek, v.exactOptional(v.strictObject({ open: timeOfDay, close: timeOfDay }))),
    ),
    {},
  ),
  /** Exceptions: `date`, or `from` and `to`, both included. Closed, or with other times; the first that has a date holds. */
  dates: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          date: v.exactOptional(calendarDate),
          from: v.exactOptional(calendarDate),
          to: v.exactOptional(calendarDate),
          open: v.exactOptional(timeOfDay),
          close: v.exactOptional(timeOfDay),
        }),
        'must be a list of dates.',
      ),
      v.maxLength(400, 'must name 400 dates or less.'),
    ),
    [],
  ),
})

const numberBetween = (min: number, max: number, unit: string) =>
  v.pipe(
    v.number(`must be a number of ${unit}.`),
    v.minValue(min, `must be ${min} ${unit} or more.`),
    v.maxValue(max, `must be ${max} ${unit} or less.`),
  )
/** What a device's sound comes out of; `speakers` are those that exhibit.json lists. */
const soundOutputs = ['headphones', 'loudspeakers', 'speakers'] as const
const SpeakersSchema = v.array(
  v.strictObject({
    /** Clockwise from the front, as seen from above. */
    direction: numberBetween(-360, 360, 'degrees'),
    /** Of the sound device, from 1. */
    channel: v.pipe(
      v.number('must be a whole number.'),
      v.integer('must be a whole number.'),
      v.minValue(1, 'must be 1 or more.'),
      v.maxValue(32, 'must be 32 or less.'),
    ),
    /** Near loudspeakers wait for the farthest. */
    delay: v.optional(numberBetween(0, 100, 'milliseconds'), 0),
    /** Loud ones are made softer. */
    gain: v.optional(numberBetween(-40, 0, 'decibels'), 0),
  }),
  'must be a list of loudspeakers.',
)

/** Of both: a curator's file and the built one. */
export const commonFields = {
  title: localizedText,
  /** In the order of the buttons; the first is shown between visits. Empty: all that songwalk has. */
  languages: v.optional(v.array(languageCode), []),
  mode: v.optional(v.picklist(locomotionModes, 'must be "ride", "walk" or "roam".'), 'ride'),
  palette: v.optional(v.picklist(['rainbow', 'safe', 'grey'], 'must be "rainbow", "safe" or "grey".'), 'rainbow'),
  timings: v.optional(
    v.strictObject({
      /** Without input for this long, a reminder is shown. */
      reminder: v.optional(secondsBetween(0.2, 3600), 60),
      /** From the reminder to the reset. */
      countdown: v.optional(secondsBetween(0.2, 600), 15),
      /** A visit's limit; 0: none. */
      visit: v.optional(secondsBetween(0, 7200), 0),
      /** The ending of a visit that reached its limit. */
      ending: v.optional(secondsBetween(0.1, 60), 8),
      /** Each song between visits. */
      attract: v.optional(secondsBetween(0.5, 3600), 60),
      /** The introduction in pictures. */
      intro: v.optional(secondsBetween(0.1, 120), 12),
    }),
    {},
  ),
  volume: v.optional(
    v.strictObject({
      /** The loudest a visitor can set. */
      cap: v.optional(fraction, 0.8),
      /** Between visits. */
      attract: v.optional(fraction, 0.15),
      /** Silent between visits at these times. */
      quiet: v.optional(v.array(TimeRangeSchema), []),
      /** Other volumes at these times; the first that holds is used. */
      hours: v.optional(
        v.array(
          v.strictObject({
            ...TimeRangeSchema.entries,
            /** On which a time begins; empty: all. */
            days: v.optional(v.array(dayOfWeek, 'must be a list of days.'), []),
            cap: v.exactOptional(fraction),
            attract: v.exactOptional(fraction),
          }),
          'must be a list of times.',
        ),
        [],
      ),
    }),
    {},
  ),
  sound: v.optional(
    v.strictObject({
      output: v.optional(v.picklist(soundOutputs, 'must be "headphones", "loudspeakers" or "speakers".'), 'headphones'),
      /** 4 to 8 around visitors, in one plane. */
      speakers: v.optional(
        v.pipe(
          SpeakersSchema,
          v.check(({ length }) => length === 0 || (length >= 4 && length <= 8), 'must be 4 to 8 loudspeakers.'),
        ),
        [],
      ),
      /** All songs, from near and from afar, are about equally loud. */
      even: v.optional(v.boolean('must be true or false.'), true),
    }),
    {},
  ),
  /** The exhibit's own screen; left out: sizes follow its pixels. */
  screen: v.exactOptional(
    v.strictObject({
      diagonalInches: numberBetween(5, 250, 'inches'),
      /** From the floor to the lower edge of the picture. */
      bottomCm: v.optional(numberBetween(0, 300, 'centimeters'), 0),
    }),
  ),
  /** Left out: always open. */
  hours: v.exactOptional(HoursSchema),
  /** Of `hours` and of times in `volume`. Left out: the one of the computer that builds the exhibit. */
  timeZone: v.exactOptional(timeZoneName),
}

const BuiltExhibitConfigObject = v.object({
  ...commonFields,
  /** A browser that does not know it uses its own. */
  timeZone: v.exactOptional(v.string()),
  /** Hash of the build: of songs, texts and songwalk itself. */
  version: v.string(),
  /** URL of a table of responses, relative to the page. */
  ears: v.exactOptional(v.string()),
  songs: v.pipe(
    v.array(
      v.object({
        title: requiredText,
        artist: v.optional(optionalText, ''),
        credit: v.optional(optionalText, ''),
        key: SongKeySchema,
        /** URL of its .songwalk, relative to the page. */
        file: v.string(),
        /** URL of its Song alone, relative to the page, which is shown first, and the version of its analysis. */
        shipped: v.exactOptional(v.object({ file: v.string(), version: v.number() })),
        /** Seconds. */
        duration: v.number(),
        chunks: v.number(),
      }),
    ),
    v.minLength(1),
  ),
})
/** exhibit.json of a built site; parsed values are frozen. */
export const BuiltExhibitConfigSchema = v.pipe(BuiltExhibitConfigObject, v.transform(freezeDeep))

export type BuiltExhibitConfig = v.InferOutput<typeof BuiltExhibitConfigSchema>
export type ExhibitSong = BuiltExhibitConfig['songs'][number]
