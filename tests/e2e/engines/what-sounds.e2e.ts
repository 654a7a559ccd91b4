import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { createHeadListener } from '../../../audio/playback/audio-listener.ts'
import type { SongChunk } from '../../../audio/song/song.ts'
import { makeWav } from '../../wav.ts'
import { findVisibleBox, locateAllChunks, openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import { listEnginePages } from '../harness/engines/open-in-engine.ts'
import { type RecordedSound, startRecorder } from '../harness/engines/recorder.ts'
import { sharePage } from '../harness/shared-page.ts'
import { type Point, readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { createUpload } from '../harness/uploads.ts'
import { analyzeTestSong } from './sound/analyze-test-song.ts'
import {
  type Comparison,
  compareSound,
  findOnset,
  measureClick,
  measureLevel,
  type Stereo,
} from './sound/compare-sound.ts'
import { type PlacedChunk, renderExpected as renderPlaced } from './sound/render-expected.ts'
import { createSteadySong, createTestSong, SONG_RATE_HZ } from './sound/test-song.ts'

// What leaves the engine through a sound device, beside what should.
const MAX_CLICK_DB = -50
/** A player that is not disturbed: the device's 32-bit floats leave -106 dB. */
const MAX_EXACT_DIFFERENCE_DB = -90
/** Where the device was not fed in time pieces differ; a bar of tabs makes WebKitGTK's page lower, which moves the ear. */
const MAX_DIFFERENCE_DB = -20
/** Of the song, in which the device was not fed in time. */
const MAX_LATE_SHARE = 0.25
const MAX_RECORDINGS = 3
/** Nothing but what rings on. */
const SILENCE_DB = -70
const MAX_FIRST_SOUND_MS = 150
/** Amplitude that the song passes within its first millisecond. */
const ONSET_AMPLITUDE = 0.003
/** Pixels between which a box is carried, in this many steps of a tenth of a second. */
const CARRIED_FROM_X = 60
const CARRIED_TO_X = 580
const CARRY_STEPS = 20
/** Between the repetitions of its chunk a carried box fades. */
const CARRIED_MIN_DB = -50

let page: Page
let expected: Stereo
sharePage(async () => {
  const opened = await openDemo({ viewport: { width: 800, height: 600 } })
  page = opened.page
  // What is expected has no room, and the level of the recording.
  await page.evaluate(() => localStorage.setItem('songwalk.preferences', '{"space":"dry","evenLoudness":false}'))
  await page.context().addInitScript(countTimestamps)
  await page.reload()
  await waitForSnapshot(page, ({ phase, stage }) => phase === 'ready' && stage === null)
  await openSong('heard', createTestSong())
  await page.evaluate("addEventListener('click', () => { window.clickedAt = Date.now() }, { capture: true })")
  expected = await renderExpected()
  return opened
})
/** Runs in the page: counts its questions for time stamps, and those that were answered before anything had played. */
function countTimestamps(): void {
  const counts = { all: 0, early: 0 }
  Object.assign(window, { timestamps: counts })
  const { getOutputTimestamp } = AudioContext.prototype
  AudioContext.prototype.getOutputTimestamp = function () {
    const stamp = getOutputTimestamp.call(this)
    counts.all++
    if (this.currentTime === 0 && (stamp.performanceTime ?? 0) > 0) counts.early++
    return stamp
  }
}
/** Opens samples as a song of this name, and waits until its form is at rest. */
async function openSong(name: string, samples: Float32Array): Promise<void> {
  const song = createUpload(`${name}.wav`, makeWav([samples], SONG_RATE_HZ), 'audio/wav')
  await page.getByLabel('Choose a song').setInputFiles(song)
  await waitForSnapshot(
    page,
    ({ phase, title, stage }, name) => phase === 'ready' && title === name && stage === null,
    {
      given: name,
    },
  )
  await waitUntilSettled(page)
}
const button = (name: string) => page.getByRole('button', { name, exact: true })
const rewind = () => page.getByRole('slider', { name: 'Seek', exact: true }).press('Home')
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const toSample = (seconds: number) => Math.round(seconds * SONG_RATE_HZ)

/** Records while `act` runs, with some silence around. */
async function record(act: () => Promise<unknown>): Promise<RecordedSound> {
  const recorder = await startRecorder(inject('engineEnv') ?? {})
  await wait(300)
  await act()
  await wait(500)
  return recorder.finish()
}

/**
 * Compares the whole song; once more, at most twice, if the device was not fed in time. The player cannot cause that: it
 * plays by the device's clock.
 */
async function comparePlayed(act: () => Promise<unknown>): Promise<Comparison> {
  for (let tries = 1; ; tries++) {
    await rewind()
    const compared = compareSound(await record(act), expected, SONG_RATE_HZ)
    if (compared.late === 0 || tries === MAX_RECORDINGS) return compared
    console.log(`The device was late in ${Math.round(100 * compared.late)} % of the song; it is recorded again.`)
  }
}

/** The view, and with it the ear, moves over when a panel opens. */
async function waitForStillEar(): Promise<void> {
  const readEar = async () => JSON.stringify((await readSnapshot(page)).ear)
  // A busy machine draws nothing for a while, too.
  for (let before = '', still = 0; still < 3; await wait(300)) {
    const now = await readEar()
    still = now === before ? still + 1 : 0
    before = now
  }
}

/** Both channels of the song as its boxes should sound from where they hang now. */
async function renderExpected(): Promise<Stereo> {
  const { ear } = await readSnapshot(page)
  const head = createHeadListener()
  head.setPose(ear.position, ear.forward, [0, 1, 0])
  // Analyzed in Node: the same bits as on the page.
  const { chunks: analyzed } = await analyzeTestSong()
  const chunks = (await locateAllChunks(page)).map(({ cloud, time: [start, end] }, i): PlacedChunk => {
    const { loudness } = analyzed[i] as SongChunk
    const position: Point = [0, 0, 0]
    head.toHeadSpace(cloud, position)
    return { start, end, loudness, position }
  })
  return renderPlaced(chunks)
}

/** The loudest edge of both channels, dBFS. */
const measureClicks = ({ left, right }: Stereo) => Math.max(measureClick(left), measureClick(right))
/** How much louder the left ear is, dB. */
const measureSide = ({ left, right }: Stereo, from = 0, to = left.length) =>
  measureLevel(left, from, to) - measureLevel(right, from, to)

test('the song sounds as its boxes should: level, sides, no gap, no click', async () => {
  const { levels, difference, click, gaps, late } = await comparePlayed(async () => {
    await button('Play').click()
    await waitForSnapshot(page, ({ playing, time }) => !playing && time > 7)
  })
  console.log('Heard against expected, dB:', { ...levels, difference, click, late })
  expect(gaps).toEqual([])
  for (const level of [levels.left, levels.right]) expect(Math.abs(level)).toBeLessThan(1)
  expect(click).toBeLessThan(MAX_CLICK_DB)
  expect(difference).toBeLessThan(late === 0 ? MAX_EXACT_DIFFERENCE_DB : MAX_DIFFERENCE_DB)
  expect(late).toBeLessThan(MAX_LATE_SHARE)
})

test('the latency is read all the time, but not where each time stamp is a question to the device', async () => {
  const { all, early } = (await page.evaluate('window.timestamps')) as { all: number; early: number }
  if (early > 0) expect(all).toBe(1)
  else expect(all).toBeGreaterThan(10)
})

test('a tab that is hidden plays on without a gap', async () => {
  const [opened] = listEnginePages().filter((one) => one.page === page)
  const { gaps, difference, late } = await comparePlayed(async () => {
    await button('Play').click()
    await wait(1000)
    const show = await opened?.tab.hide()
    await wait(3000)
    await show?.()
    await waitForSnapshot(page, ({ playing, time }) => !playing && time > 7)
  })
  expect(gaps).toEqual([])
  expect(difference).toBeLessThan(MAX_DIFFERENCE_DB)
  expect(late).toBeLessThan(MAX_LATE_SHARE)
})

test('the first sound comes within 150 ms of Play', async () => {
  const delays: number[] = []
  for (let round = 0; round < 5; round++) {
    await rewind()
    const heard = await record(async () => {
      await button('Play').click()
      await wait(700)
    })
    const clickedAt: number = await page.evaluate('window.clickedAt')
    await button('Pause').click()
    await wait(300)
    delays.push(heard.startMs + (1000 * findOnset(heard, ONSET_AMPLITUDE)) / SONG_RATE_HZ - clickedAt)
  }
  console.log(`First sound after ${delays.map(Math.round).join(', ')} ms`)
  expect(delays.sort((a, b) => a - b)[2]).toBeLessThan(MAX_FIRST_SOUND_MS)
  expect(delays[0]).toBeGreaterThan(0)
})

test('Pause is silence, Play goes on where it was, and neither clicks; nor does a seek', async () => {
  const paused = await record(async () => {
    await rewind()
    await button('Play').click()
    await wait(1500)
    await button('Pause').click()
    await wait(1000)
  })
  expect(measureLevel(paused.left, paused.left.length - toSample(1))).toBeLessThan(SILENCE_DB)
  expect(measureClicks(paused)).toBeLessThan(MAX_CLICK_DB)
  const { time } = await readSnapshot(page)
  expect(time).toBeGreaterThan(1)
  const resumed = await record(async () => {
    await button('Play').click()
    await wait(1500)
    await button('Pause').click()
  })
  const sought = await record(async () => {
    await button('Play').click()
    await wait(700)
    await rewind()
    await wait(700)
    await button('Pause').click()
    await wait(300)
  })
  expect(measureClicks(sought)).toBeLessThan(MAX_CLICK_DB)
  // The second after Play is the song's second after the pause.
  const from = toSample(time + 0.1)
  const piece = { left: expected.left.subarray(from), right: expected.right.subarray(from) }
  const second = { left: piece.left.subarray(0, toSample(1)), right: piece.right.subarray(0, toSample(1)) }
  const compared = compareSound(resumed, second, SONG_RATE_HZ)
  expect(compared.difference).toBeLessThan(MAX_DIFFERENCE_DB)
  expect(compared.gaps).toEqual([])
  expect(compared.late).toBeLessThan(1)
})

test('a box that is picked sounds from its side', async () => {
  await rewind()
  // The card of a chunk takes a part of the page: the view, and with it the ear, moves over.
  await button('Next chunk').click()
  await waitForStillEar()
  const expected = await renderExpected()
  const all = await locateAllChunks(page)
  const sides = all.map(({ time: [start, end] }, chunk) => ({
    chunk,
    seconds: end - start,
    side: measureSide(expected, toSample(start), toSample(end)),
  }))
  // The first has no one before it from which to step.
  const [leftmost, rightmost] = [1, -1].map(
    (sign) => sides.slice(1).sort((a, b) => sign * (b.side - a.side))[0] as (typeof sides)[number],
  ) as [(typeof sides)[number], (typeof sides)[number]]
  expect(leftmost.side - rightmost.side).toBeGreaterThan(1)
  for (const { chunk, side } of [leftmost, rightmost]) {
    const before = (all[chunk - 1] as (typeof all)[number]).time[0]
    const heard = await record(async () => {
      await page.evaluate(`(() => {
        const seek = document.querySelector('input[type=range][aria-label=Seek]')
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(seek, ${before + 0.01})
        seek.dispatchEvent(new Event('input', { bubbles: true }))
      })()`)
      await button('Next chunk').click()
      await wait(800)
    })
    expect((await readSnapshot(page)) as object).toMatchObject({ selected: chunk })
    const onset = findOnset(heard, ONSET_AMPLITUDE / 4)
    const length = Math.min(toSample(0.25), toSample((sides[chunk] as (typeof sides)[number]).seconds))
    expect(Math.abs(measureSide(heard, onset, onset + length) - side), `chunk ${chunk}`).toBeLessThan(2)
    expect(measureClicks(heard)).toBeLessThan(MAX_CLICK_DB)
  }
})

test('a box that is taken sounds from where it is while it is carried', async () => {
  await openSong('steady', createSteadySong())
  const { chunk, x, y } = await findVisibleBox(page)
  await page.mouse.move(x, y)
  await page.mouse.down()
  await waitForSnapshot(page, ({ held }, chunk) => held === chunk, { given: chunk })
  await page.mouse.move(CARRIED_FROM_X, y, { steps: 5 })
  await wait(600)
  const heard = await record(async () => {
    for (let step = 1; step <= CARRY_STEPS; step++) {
      await page.mouse.move(CARRIED_FROM_X + (step * (CARRIED_TO_X - CARRIED_FROM_X)) / CARRY_STEPS, y)
      await wait(100)
    }
  })
  await page.mouse.up()
  await waitForSnapshot(page, ({ held, voices }) => held === null && voices.length === 0)
  const window = toSample(0.1)
  const sides = Array.from({ length: Math.floor(heard.left.length / window) }, (_, i) => i * window)
    .filter((from) => measureLevel(heard.left, from, from + window) > CARRIED_MIN_DB)
    .map((from) => measureSide(heard, from, from + window))
  const range = Math.max(...sides) - Math.min(...sides)
  const steps = sides.slice(1).map((side, i) => Math.abs(side - (sides[i] as number)))
  console.log('Carried from the left to the right, dB:', { range, largestStep: Math.max(...steps) })
  expect((sides[0] as number) - (sides.at(-1) as number)).toBeGreaterThan(2)
  // A voice that stays where it began takes the way in one or two steps, when its chunk begins again.
  expect(Math.max(...steps)).toBeLessThan(range / 3)
  expect(measureClicks(heard)).toBeLessThan(MAX_CLICK_DB)
})
