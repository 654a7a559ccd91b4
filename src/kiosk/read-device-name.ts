import * as v from 'valibot'
import { createTabName, DeviceNameSchema } from '../../protocol/device-name.ts'

/** The device's name (`?device=hall`), or a random one that this tab keeps. */
export function readDeviceName(search = window.location.search): string {
  const requested = new URLSearchParams(search).get('device')?.toLowerCase() ?? ''
  if (v.is(DeviceNameSchema, requested)) return requested
  const stored = sessionStorage.getItem('device')
  if (stored) return stored
  const generated = createTabName(crypto.randomUUID())
  sessionStorage.setItem('device', generated)
  return generated
}
