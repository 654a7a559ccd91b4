import * as v from 'valibot'

/** GET /api/staff/devices: the devices that the staff has let in; `since` in milliseconds since 1970. */
export const KnownDeviceListSchema = v.array(v.object({ name: v.string(), since: v.number() }))
export type KnownDeviceList = v.InferOutput<typeof KnownDeviceListSchema>

/** POST /api/staff/code: six digits that let one device in, and how many seconds they hold. */
export const DeviceCodeSchema = v.object({ code: v.string(), seconds: v.number() })
export type DeviceCode = v.InferOutput<typeof DeviceCodeSchema>

/** POST /api/staff/enter with such a code: the name by which the device is known now. */
export const DeviceEntrySchema = v.object({ device: v.string() })
export type DeviceEntry = v.InferOutput<typeof DeviceEntrySchema>

/** POST /api/staff/alarm: why the receiver has not taken a test, or null. */
export const AlarmTestSchema = v.object({ problem: v.nullable(v.string()) })
export type AlarmTest = v.InferOutput<typeof AlarmTestSchema>
