import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { getSongKey } from '../../protocol/song-key.ts'
import type { SiteIndex } from '../site-files.ts'
import type { KnownExhibit } from './clean-visit.ts'

/** Analyses of songs are kept under the hash of their audio, also of songs that have left the exhibit. */
const ANALYSES_FOLDER = 'songs'
const ANALYSIS_NAME = /^([0-9a-f]{64})-/

/**
 * Reads which songs and languages visits can have: those of the exhibit, and songs that it had before.
 * @param supported the languages that songwalk has
 */
export function createKnownExhibitReader(
  readIndex: () => Promise<SiteIndex>,
  dataFolder: string,
  supported: readonly string[],
): () => Promise<KnownExhibit> {
  let last: { index: SiteIndex; known: KnownExhibit } | null = null
  return async () => {
    const index = await readIndex()
    if (last?.index !== index) last = { index, known: await readKnownExhibit(index, dataFolder, supported) }
    return last.known
  }
}

async function readKnownExhibit(index: SiteIndex, dataFolder: string, supported: readonly string[]) {
  const names = await readdir(join(dataFolder, ANALYSES_FOLDER)).catch(() => [])
  const former = names.flatMap((name) => ANALYSIS_NAME.exec(name)?.[1] ?? [])
  const languages = [...supported, ...index.languages]
  return {
    songs: new Map([
      ...former.map((sha256) => [getSongKey(sha256), Infinity] as const),
      ...index.songs.map(({ key, chunks }) => [key, chunks] as const),
    ]),
    languages: languages.length > 0 ? new Set(languages) : null,
  }
}
