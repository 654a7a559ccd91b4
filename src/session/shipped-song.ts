import { ANALYSIS_VERSION } from '../../audio/analysis/analysis-types.ts'
import { parseSongAsync } from '../../audio/song/song.ts'
import type { CachedSong } from './library/cached-song.ts'
import { createStoredAnalysis } from './stored-analysis.ts'

/** A Song that a site has beside its sound, made when the site was built. */
export type ShippedSong = {
  /** URL of its JSON. */
  file: string
  /** ANALYSIS_VERSION of the analysis. */
  version: number
}

/**
 * Fetches the Song that a site has of a song, to be shown before its sound.
 * @param base of its URL
 * @returns null if there is none, it is of another version of the analysis, or it cannot be read: the song is analyzed then
 */
export async function fetchShippedSong(
  shipped: ShippedSong | undefined,
  base: string | URL,
): Promise<CachedSong | null> {
  if (shipped?.version !== ANALYSIS_VERSION) return null
  try {
    const response = await fetch(new URL(shipped.file, base))
    if (!response.ok) return null
    return { analysis: createStoredAnalysis(await parseSongAsync(await response.json()), null), tags: {} }
  } catch {
    return null
  }
}
