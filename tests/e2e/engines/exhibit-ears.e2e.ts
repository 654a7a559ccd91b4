import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { computeSongGain } from '../../../audio/playback/leveling.ts'
import { packResponseTable, readResponseTable } from '../../../audio/playback/response-table.ts'
import { volumeToGain } from '../../../audio/playback/volume-to-gain.ts'
import { writeSongFile } from '../../../audio/song/song-file.ts'
import { makeWav } from '../../wav.ts'
import { beginVisitIn } from '../harness/exhibit-scenes.ts'
import { createSongKey, type ExhibitSite, openExhibit, serveExhibit } from '../harness/exhibit-site.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { analyzeTestSong } from './sound/analyze-test-song.ts'
import { comparePieces, type HeardPiece } from './sound/compare-pieces.ts'
import { hearBeginning, renderFromPage } from './sound/play-song.ts'
import { createTestSong, SONG_RATE_HZ } from './sound/test-song.ts'

// An exhibit with ears of its own, recorded from the engine's sound device.
const KEY = createSongKey(1)
const VOLUME = 1
const SONG_END_S = 7.9

let site: ExhibitSite
let page: Page
beforeAll(async () => {
  const analyzed = await analyzeTestSong()
  const audio = makeWav([createTestSong()], SONG_RATE_HZ)
  const duration = createTestSong().length / SONG_RATE_HZ
  const sha256 = createHash('sha256').update(audio).digest('hex')
  const song = { ...analyzed, source: { ...analyzed.source, bytes: audio.length, sha256, duration } }
  const { length: chunks } = song.chunks
  site = await serveExhibit({
    songs: [{ key: KEY, file: `songs/${KEY}.songwalk`, title: 'Heard', artist: '', credit: '', duration, chunks }],
    ears: 'ears.bin',
    volume: { cap: VOLUME, attract: 0, quiet: [] },
  })
  await writeFile(join(site.folder, `songs/${KEY}.songwalk`), Buffer.concat(writeSongFile({ song, audio })))
  // What KEMAR hears on its right is on the left.
  const file = await readFile('audio/playback/responses/kemar.bin')
  const table = readResponseTable(new Uint8Array(file).buffer)
  const directions = table.directions.map((value, i) => (i % 3 === 0 ? -value : value))
  await writeFile(join(site.folder, 'ears.bin'), packResponseTable({ ...table, directions }))
  await site.publishRelease('2')
})
afterAll(() => site.close())
sharePage(async () => {
  const opened = await openExhibit(site, { viewport: { width: 800, height: 600 }, reducedMotion: true })
  page = opened.page
  await waitForSnapshot(page, ({ phase }) => phase === 'ready')
  return opened
})

/** Without a slider a song begins anew after its end. */
async function playToEnd(): Promise<void> {
  const { playing, time } = await readSnapshot(page)
  if (!playing && time < SONG_END_S) await page.getByRole('button', { name: 'Play', exact: true }).click()
  await waitForSnapshot(page, ({ playing, time }, end) => !playing && time > end, { given: SONG_END_S })
}

test('ears of exhibit.json are what is heard, and not those that ship', async () => {
  await beginVisitIn(page, 'English')
  await playToEnd()
  const { levels } = await analyzeTestSong()
  const gain = volumeToGain(VOLUME) * (levels ? computeSongGain(levels, true, true) : 1)
  const own = await renderFromPage(page, { hall: true, ears: join(site.folder, 'ears.bin'), gain })
  const standard = await renderFromPage(page, { hall: true, gain })
  const difference = (pieces: HeardPiece[]) => Math.max(...pieces.map((piece) => piece.difference))
  const apart = difference(comparePieces(standard, own, SONG_RATE_HZ))
  const heard = difference(await hearBeginning(page, own, playToEnd))
  console.log('Heard against own ears, and those against the ones that ship, dB:', heard, apart)
  expect(heard).toBeLessThan(-60)
  expect(apart).toBeGreaterThan(-10)
})
