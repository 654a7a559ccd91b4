import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { openDemo } from '../harness/demo-page.ts'
import { sharePage } from '../harness/shared-page.ts'
import type { HeardPiece } from './sound/compare-pieces.ts'
import type { Stereo } from './sound/compare-sound.ts'
import { hearBeginning, openSongWith, renderFromPage } from './sound/play-song.ts'
import { createTestSong } from './sound/test-song.ts'

// The other ways in which a song is heard, recorded from the engine's sound device, beside what they should be.
const MAX_CLICK_DB = -50
const MAX_DIFFERENCE_DB = -100
/** WebKitGTK: in one piece of the song as recorded, and in all that its convolver makes. */
const MAX_WEBKIT_DIFFERENCE_DB = -45
const isWebKit = inject('engine')?.name === 'webkit'

let page: Page
sharePage(async () => {
  const opened = await openDemo({ viewport: { width: 800, height: 600 } })
  page = opened.page
  return opened
})

async function expectHeard(name: string, expected: Stereo): Promise<void> {
  const pieces = await hearBeginning(page, expected)
  const most = (read: (piece: HeardPiece) => number) => Math.max(...pieces.map(read))
  const found = {
    difference: most(({ difference }) => difference),
    click: most(({ click }) => click),
    level: most(({ left, right }) => Math.max(Math.abs(left), Math.abs(right))),
  }
  console.log(`${name}, heard against expected, dB:`, found)
  expect(found.difference).toBeLessThan(isWebKit ? MAX_WEBKIT_DIFFERENCE_DB : MAX_DIFFERENCE_DB)
  // What its convolver leaves is no click, and as high as one.
  if (!isWebKit) expect(found.click).toBeLessThan(MAX_CLICK_DB)
  expect(found.level).toBeLessThan(0.1)
}

test('a hall: walls, floor and tail are what they are in Node', async () => {
  await openSongWith(page, { evenLoudness: false }, [createTestSong()])
  await expectHeard('Hall', await renderFromPage(page, { hall: true }))
})

test('a pair of loudspeakers: no ears, levels alone', async () => {
  await openSongWith(page, { evenLoudness: false, space: 'dry', output: 'loudspeakers' }, [createTestSong()])
  await expectHeard('Loudspeakers', await renderFromPage(page, { output: 'loudspeakers' }))
})

test('as recorded: both channels as they are', async () => {
  const left = createTestSong()
  // What is on the right comes 10 ms later.
  const right = Float32Array.from(left, (_, i) => left[i - 480] ?? 0)
  await openSongWith(page, { evenLoudness: false, space: 'recorded' }, [left, right])
  await expectHeard('As recorded', { left, right })
})
