import * as v from 'valibot'
import { SongError } from '../../audio/song-error.ts'
import { createTabName, DeviceNameSchema } from '../../protocol/device-name.ts'
import { type BuiltExhibitConfig, BuiltExhibitConfigSchema, EXHIBIT_FILE_NAME } from '../../protocol/exhibit-config.ts'

/**
 * Reads exhibit.json beside the page.
 * @throws {SongError} one sentence
 */
export async function loadExhibit(): Promise<BuiltExhibitConfig> {
  const response = await fetch(new URL(EXHIBIT_FILE_NAME, document.baseURI)).catch(() => null)
  const parsed = v.safeParse(BuiltExhibitConfigSchema, response?.ok ? await response.json().catch(() => null) : null)
  if (!parsed.success) throw new SongError('exhibitUnavailable')
  return parsed.output
}

/** What technicians call this device (`?device=hall`); without that, a name for this tab that it keeps. */
export function readDeviceName(address = window.location.search): string {
  const requested = new URLSearchParams(address).get('device')?.toLowerCase() ?? ''
  if (v.is(DeviceNameSchema, requested)) return requested
  const stored = sessionStorage.getItem('device')
  if (stored) return stored
  const generated = createTabName(crypto.randomUUID())
  sessionStorage.setItem('device', generated)
  return generated
}
