import * as v from 'valibot'
import { DeviceNameSchema } from './device-name-schema.ts'
import type { DeepReadonly } from './freeze-deep.ts'
import { insteadOf } from './instead-of.ts'

const isWebAddress = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).username === ''
const WEBHOOK_RULE = 'must be an address that begins with https:// or http://'
/** Who is told when a device falls silent; never served to a page, because the address may be a secret. */
export const AlarmSchema = v.strictObject({
  webhook: v.pipe(
    v.string(({ input }) => WEBHOOK_RULE + insteadOf(input)),
    v.maxLength(2000, 'must be 2000 characters or less.'),
    v.check(isWebAddress, ({ input }) => WEBHOOK_RULE + insteadOf(input)),
  ),
  /** Of silence within the opening hours. */
  minutes: v.optional(
    v.pipe(
      v.number(({ input }) => `must be a number of minutes from 1 to 1440${insteadOf(input)}`),
      v.minValue(1, ({ input }) => `must be 1 minute or more${insteadOf(input)}`),
      v.maxValue(1440, ({ input }) => `must be 1440 minutes or less${insteadOf(input)}`),
    ),
    10,
  ),
  /** Names; empty: all that are let in, and the named screens of the server's computer. */
  devices: v.optional(
    v.array(
      v.pipe(
        v.string(({ input }) => `must be the name of a device such as "hall"${insteadOf(input)}`),
        v.check(
          (name) => v.is(DeviceNameSchema, name),
          ({ input }) => `must be the name of a device: small letters, digits and hyphens${insteadOf(input)}`,
        ),
      ),
      'must be a list of names.',
    ),
    [],
  ),
})
export type AlarmConfig = DeepReadonly<v.InferOutput<typeof AlarmSchema>>
