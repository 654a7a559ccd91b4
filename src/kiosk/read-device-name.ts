import { createTabName, DEVICE_NAME_PATTERN } from '../../protocol/device-name.ts'
import { createUuid } from './create-uuid.ts'

/** The device's name (`?device=hall`), or a random one that this tab keeps. */
export function readDeviceName(search = window.location.search): string {
  const requested = new URLSearchParams(search).get('device')?.toLowerCase() ?? ''
  if (DEVICE_NAME_PATTERN.test(requested)) return requested
  const generated = createTabName(createUuid())
  try {
    const stored = sessionStorage.getItem('device')
    if (stored) return stored
    sessionStorage.setItem('device', generated)
  } catch {
    // Storage is refused: another name after each reload.
  }
  return generated
}
