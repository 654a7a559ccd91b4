import * as v from 'valibot'
import { DEVICE_NAME_PATTERN } from './device-name.ts'

/** A device's name as it comes from outside. */
export const DeviceNameSchema = v.pipe(v.string(), v.regex(DEVICE_NAME_PATTERN))
