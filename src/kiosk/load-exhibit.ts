import * as v from 'valibot'
import { SongError } from '../../audio/song-error.ts'
import { type BuiltExhibitConfig, BuiltExhibitConfigSchema, EXHIBIT_FILE_NAME } from '../../protocol/exhibit-config.ts'

/**
 * Reads exhibit.json next to the page.
 * @throws {SongError} if it is missing or invalid
 */
export async function loadExhibit(): Promise<BuiltExhibitConfig> {
  const response = await fetch(new URL(EXHIBIT_FILE_NAME, document.baseURI)).catch(() => null)
  const parsed = v.safeParse(BuiltExhibitConfigSchema, response?.ok ? await response.json().catch(() => null) : null)
  if (!parsed.success) throw new SongError('exhibitUnavailable')
  return parsed.output
}
