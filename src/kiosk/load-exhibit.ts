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
  const read = v.safeParse(BuiltExhibitConfigSchema, response?.ok ? await response.json().catch(() => null) : null)
  if (!read.success) throw new SongError('exhibitUnavailable')
  return read.output
}

/** What technicians call this device (`?device=hall`); without that, a name for this tab that it keeps. */
export function readDeviceName(address = window.location.search): string {
  const named = new URLSearchParams(address).get('device')?.toLowerCase() ?? ''
  if (v.is(DeviceNameSchema, named)) return named
  const kept = sessionStorage.getItem('device')
  if (kept) return kept
  const made = createTabName(crypto.randomUUID())
  sessionStorage.setItem('device', made)
  return made
}
