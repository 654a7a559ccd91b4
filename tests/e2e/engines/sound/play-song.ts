import type { Page } from 'playwright-core'
import { inject } from 'vitest'
import { createHeadListener } from '../../../../audio/playback/audio-listener.ts'
import type { SongChunk } from '../../../../audio/song/song.ts'
import { createViewState } from '../../../../tools/bench/measure-views.ts'
import { makeWav } from '../../../wav.ts'
import { locateAllChunks, waitUntilSettled } from '../../harness/demo-page.ts'
import { type RecordedSound, startRecorder } from '../../harness/engines/recorder.ts'
import { type Point, readSnapshot, waitForSnapshot } from '../../harness/snapshot.ts'
import { createUpload } from '../../harness/uploads.ts'
import { analyzeTestSong } from './analyze-test-song.ts'
import { chooseBest, comparePieces, type HeardPiece, isExact } from './compare-pieces.ts'
import type { Stereo } from './compare-sound.ts'
import { type Listening, type PlacedChunk, renderExpected } from './render-expected.ts'
import { SONG_RATE_HZ } from './test-song.ts'

const MAX_RECORDINGS = 8
const PLAYED_S = 4

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Opens a song anew with these preferences, and waits until its form is at rest. */
export async function openSongWith(page: Page, preferences: object, channels: Float32Array[]): Promise<void> {
  await page.evaluate(`localStorage.setItem('songwalk.preferences', '${JSON.stringify(preferences)}')`)
  await page.reload()
  await waitForSnapshot(page, ({ phase, stage }) => phase === 'ready' && stage === null)
  const song = createUpload('heard.wav', makeWav(channels as Float32Array<ArrayBuffer>[], SONG_RATE_HZ), 'audio/wav')
  await page.getByLabel('Choose a song').setInputFiles(song)
  await waitForSnapshot(page, ({ phase, title, stage }) => phase === 'ready' && title === 'heard' && stage === null)
  await waitUntilSettled(page)
}

/** Both channels of the test song as its boxes should sound from where they hang now; a hall is around the head as it is. */
export async function renderFromPage(
  page: Page,
  { hall, ...listening }: Omit<Listening, 'hall'> & { hall?: boolean } = {},
): Promise<Stereo> {
  const { ear } = await readSnapshot(page)
  const head = createHeadListener()
  head.setPose(ear.position, ear.forward, [0, 1, 0])
  // Analyzed in Node: the same bits as on the page.
  const { chunks: analyzed } = await analyzeTestSong()
  const { edgeLength } = createViewState({ chunks: analyzed }, 'spiral').boxes
  const chunks = (await locateAllChunks(page)).map(({ cloud, time: [start, end] }, i): PlacedChunk => {
    const { loudness } = analyzed[i] as SongChunk
    const position: Point = [0, 0, 0]
    head.toHeadSpace(cloud, position)
    return { start, end, loudness, position, size: edgeLength[i] as number }
  })
  return renderExpected(chunks, {
    ...listening,
    ...(hall ? { hall: { axes: head.axes, earHeight: head.position[1] } } : {}),
  })
}

/** Plays the first seconds of the open song, and records them with some silence around. */
async function recordBeginning(page: Page): Promise<RecordedSound> {
  const recorder = await startRecorder(inject('engineEnv') ?? {})
  await wait(300)
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await waitForSnapshot(page, ({ time }, least) => time > least, { given: PLAYED_S + 0.2 })
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await wait(300)
  return recorder.finish()
}

const pressHome = (page: Page): Promise<void> => page.getByRole('slider', { name: 'Seek', exact: true }).press('Home')

/** Records the beginning until each of its pieces was heard as expected, or often enough. */
export async function hearBeginning(page: Page, expected: Stereo, rewind = pressHome): Promise<HeardPiece[]> {
  const length = PLAYED_S * SONG_RATE_HZ
  const beginning = { left: expected.left.subarray(0, length), right: expected.right.subarray(0, length) }
  const recordings: HeardPiece[][] = []
  for (;;) {
    await rewind(page)
    recordings.push(comparePieces(await recordBeginning(page), beginning, SONG_RATE_HZ))
    const best = chooseBest(recordings)
    if (isExact(best) || recordings.length === MAX_RECORDINGS) return best
    const count = best.filter((piece) => isExact([piece])).length
    console.log(
      `${count} of ${best.length} pieces were heard as expected so far: the device was late, or the player wrong.`,
    )
  }
}
