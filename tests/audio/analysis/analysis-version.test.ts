import { expect, test } from 'vitest'
import { ANALYSIS_VERSION } from '../../../audio/analysis/analysis-types.ts'
import { analyzeSong } from '../../../audio/analysis/analyze-song.ts'
import { computeSha256 } from '../../../audio/song/sha256.ts'
import { defaultSettings } from '../../../audio/song/song.ts'
import { bursts } from '../../wav.ts'

// If this fails, the analysis gives other numbers than before: increment ANALYSIS_VERSION and update the hash, or
// browsers keep showing stored analyses.
const known = { version: 5, song: '10718ed994f565d84f083f340c6ddfd74f050667483f204256c75c0b464a5f41' }

test('the same version gives the same Song', async () => {
  const source = { name: 'a.wav', bytes: 1, sha256: '0'.repeat(64), duration: 6, sampleRate: 22050, channels: 1 }
  const job = { title: '', source, settings: defaultSettings }
  const song = await analyzeSong({ channels: [bursts(6, 22050)], sampleRate: 22050 }, job, {})
  const hash = await computeSha256(new TextEncoder().encode(JSON.stringify(song)))
  expect({ version: ANALYSIS_VERSION, song: hash }).toEqual(known)
})
