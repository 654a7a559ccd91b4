import * as v from 'valibot'
import { AlarmSchema } from './alarm-config.ts'
import { ControlSchema } from './control-config.ts'
import { commonFields, optionalText, requiredText } from './exhibit-config.ts'
import { freezeDeep } from './freeze-deep.ts'

// Apart from what pages read: they need none of it.

/** Written by `npm run exhibit -- pin`; never served to a page. */
const StaffSchema = v.strictObject({
  pinHash: v.pipe(v.string(), v.startsWith('scrypt$', 'must be what “npm run exhibit -- pin” has written.')),
})

const ExhibitConfigObject = v.strictObject({
  ...commonFields,
  songs: v.pipe(
    v.array(
      v.strictObject({
        /** Path from the exhibit's folder. */
        file: requiredText,
        /** Left out: from the file's tags, then its name; the artist likewise. */
        title: v.exactOptional(requiredText),
        artist: v.exactOptional(optionalText),
        credit: v.optional(optionalText, ''),
      }),
      'must be a list of songs.',
    ),
    v.minLength(1, 'must name one song or more.'),
    v.maxLength(300, 'must name 300 songs or less.'),
  ),
  /** Path from the exhibit's folder to a table that `npm run hrtf` made. Left out: those of a dummy head. */
  ears: v.exactOptional(requiredText),
  staff: v.exactOptional(StaffSchema),
  alarm: v.exactOptional(AlarmSchema),
  /** Never served to a page. Left out: no show control. */
  control: v.exactOptional(ControlSchema),
})
/** exhibit.json in a curator's folder; parsed values are frozen. */
export const ExhibitConfigSchema = v.pipe(ExhibitConfigObject, v.transform(freezeDeep))
export type ExhibitConfig = v.InferOutput<typeof ExhibitConfigSchema>
