import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { openModulePage } from '../harness/pages.ts'
import { sharePage } from '../harness/shared-page.ts'
import type * as edges from './audio-rendering/clicks.ts'
import type * as song from './audio-rendering/demo-playback.ts'
import type * as frameState from './audio-rendering/live-playback.ts'
import type * as timing from './audio-rendering/playback-timing.ts'
import type * as offline from './audio-rendering/render-offline.ts'
import { createScenarioRunner } from './audio-rendering/run-scenario.ts'
import type * as smallSounds from './audio-rendering/small-sounds.ts'
import type * as place from './audio-rendering/spatialization.ts'
import type * as volume from './audio-rendering/volume.ts'

// The scenarios run in a page, on the browser's audio engine, and return numbers.
type Scenarios = typeof edges &
  typeof frameState &
  typeof offline &
  typeof place &
  typeof smallSounds &
  typeof song &
  typeof timing &
  typeof volume

let page: Page
sharePage(async () => {
  const opened = await openModulePage()
  page = opened.page
  return opened
})

const run = createScenarioRunner<Scenarios>(() => page)

const SAMPLE_RATE_HZ = 44_100
/** Upper limit for clicks, dBFS; the test sounds peak at -4 dBFS. */
const CLICK = -50

describe.each(['panner', 'binaural'] as const)('place: %s', (spatializer) => {
  beforeEach(() => run('render-offline', 'setSpatializer', spatializer))

  test('a chunk on the left is clearly louder in the left ear, and turning around mirrors it', async () => {
    const ahead = await run('spatialization', 'measureFacing', [0, 0, -1])
    const behind = await run('spatialization', 'measureFacing', [0, 0, 1])
    expect(ahead.left - ahead.right).toBeGreaterThan(6)
    expect(Math.abs(ahead.left - behind.right)).toBeLessThan(0.5)
    expect(Math.abs(ahead.right - behind.left)).toBeLessThan(0.5)
  })

  test('looking at it brings it to both ears', async () => {
    const facing = await run('spatialization', 'measureFacing', [-1, 0, 0])
    expect(Math.abs(facing.left - facing.right)).toBeLessThan(1)
  })

  test('a box is one point: what was recorded on the right is heard on the left from there', async () => {
    const ears = await run('spatialization', 'measureOneChannel')
    expect(ears.left - ears.right).toBeGreaterThan(6)
  })

  test('every chunk is at its own place from its attack on, also while another is carried about', async () => {
    const attacks = await run('spatialization', 'measureAttacks')
    attacks.forEach(({ left, right }, i) => {
      expect(i % 2 ? left - right : right - left, `chunk ${i + 1}`).toBeGreaterThan(6)
    })
  })

  test('a box that moves while its chunk waits is heard from its new place', async () => {
    const ears = await run('spatialization', 'measureMoveBeforeStart')
    expect(ears.left - ears.right).toBeGreaterThan(6)
  })

  test.each(['voice', 'walk'] as const)(
    'moving (%s) takes the sound from left to right without a click',
    async (how) => {
      const { before, after, click } = await run('spatialization', 'measureMovingSource', how)
      expect(before.left - before.right).toBeGreaterThan(3)
      expect(after.right - after.left).toBeGreaterThan(3)
      expect(click).toBeLessThan(CLICK)
    },
  )

  test('a long chunk that is walked up to is as loud as the song all along: what is made up for follows the head', async () => {
    const { before, after, click } = await run('spatialization', 'measureFollowedLevel')
    for (const ear of ['left', 'right'] as const) expect(Math.abs(after[ear] - before[ear])).toBeLessThan(0.5)
    expect(click).toBeLessThan(CLICK)
  })

  test('a visitor who jumps away hears it farther off, without a click', async () => {
    const { before, after, click } = await run('spatialization', 'measureMovingSource', 'jump')
    expect(after.left).toBeLessThan(before.left - 6)
    expect(click).toBeLessThan(CLICK)
  })
})

describe('binaural voices', () => {
  test.each([
    [500, -70],
    [2000, -65],
    [6000, -50],
  ])('a tone of %i Hz carried at 90 degrees a second leaves at most %i dB beside it', async (hertz, mostDb) => {
    for (const framesPerSecond of [60, 90])
      expect(await run('spatialization', 'measureCarriedTone', hertz, framesPerSecond)).toBeLessThan(mostDb)
  })

  test.each(['carried at 2 m/s', 'turning at 360 degrees a second', 'turning around at once'] as const)(
    'no click from: %s',
    async (how) => {
      expect(await run('spatialization', 'measureFastMoves', how)).toBeLessThan(CLICK)
    },
  )

  test('that come while the song plays take over without a click', async () => {
    const { click, before, after } = await run('spatialization', 'measureHandOver')
    expect(click).toBeLessThan(CLICK)
    // As loud, and from the same side.
    for (const ear of ['left', 'right'] as const) expect(Math.abs(after[ear] - before[ear])).toBeLessThan(4)
    expect(after.left - after.right).toBeGreaterThan(3)
  })

  test.each([22_050, 96_000])('a context of %i Hz hears the same directions', async (rate) => {
    const here = await run('spatialization', 'measureSideAtRate', rate)
    const there = await run('spatialization', 'measureSideAtRate', SAMPLE_RATE_HZ)
    expect(here.left - here.right).toBeCloseTo(there.left - there.right, 0)
    expect(here.left).toBeCloseTo(there.left, 0)
  })
})

test('a panner that stays where it is costs nothing', async () => {
  await run('render-offline', 'setSpatializer', 'panner')
  // One for the pool, which loads the HRTF, and one for the chunk.
  expect(await run('spatialization', 'countPanners', false)).toBe(2)
  expect(await run('spatialization', 'countPanners', true)).toBeGreaterThan(6)
  await run('render-offline', 'setSpatializer', 'binaural')
})

describe('time', () => {
  test('chunks start on their sample, through the song and after a seek', async () => {
    const { heard, expected, sought, marks, soughtFrom } = await run('playback-timing', 'measureImpulses')
    expect(heard).toEqual(expected)
    const left = marks.filter((mark) => mark > soughtFrom)
    expect(left.length).toBeGreaterThan(2)
    // The seek comes at 0.1 s, rounded up to a block of 128 samples, and starts 30 ms later.
    const asked = 128 * Math.ceil(4410 / 128)
    expect(sought).toEqual(left.map((mark) => mark - soughtFrom + asked + 1323))
  })

  test('a picked chunk starts on its sample, 4 ms after the pick', async () => {
    // Half of a crossfade of 8 ms lies before the chunk's border.
    expect(await run('playback-timing', 'measurePickDelay')).toEqual([176 + 176])
  })

  test.each([96_000, 22_050])('a song of %i Hz plays at its own rate in real time', async (rate) => {
    const { contextRate, speed, level } = await run('live-playback', 'measureLivePlayback', rate)
    expect(contextRate).toBe(rate)
    expect(speed).toBeGreaterThan(0.85)
    expect(speed).toBeLessThan(1.15)
    expect(level).toBeGreaterThan(0.01)
  })

  test('a rate the browser cannot run at is played at the rate of the device', async () => {
    const { contextRate, speed, level } = await run('live-playback', 'measureLivePlayback', 8000, 1000)
    expect(contextRate).toBeGreaterThan(3000)
    expect(speed).toBeGreaterThan(0.85)
    expect(speed).toBeLessThan(1.15)
    expect(level).toBeGreaterThan(0.01)
  })

  test('a closed context no longer ticks', async () => {
    expect(await run('live-playback', 'countTicksAfterClose')).toBe(0)
  })
})

describe('the demo song', () => {
  test('played through without spatialization is the recording', async () => {
    const { chunks, channels, worst, besides } = await run('demo-playback', 'measurePlaythrough')
    expect(chunks).toBeGreaterThan(400)
    for (const channel of channels) expect(channel).toBeLessThan(-60)
    // Also in the worst tenth of a second, against full scale.
    expect(worst).toBeLessThan(-60)
    // The same sound one sample late is over the limit: the measure can fail.
    expect(besides).toBeGreaterThan(-60)
  })

  test('sounds the same in the room when it is kept as a long song is', async () => {
    const { lengths, packed, pieces, source } = await run('demo-playback', 'measurePackedPlayback', 13)
    expect(lengths[0]).toBe(lengths[1])
    expect(source).toMatchObject({ name: 'founders.mp3', sampleRate: 44100, channels: 2 })
    expect(packed).toBeLessThan(-70)
    expect(pieces).toBeLessThan(-70)
  })

  test('is as loud in the room as it was recorded, and does not clip', async () => {
    const { heard, original, peak, originalPeak } = await run('demo-playback', 'measureSpatialPlayback')
    expect(heard - original).toBeGreaterThan(-6)
    expect(heard - original).toBeLessThan(1)
    // No louder than recorded: a song at full scale does not clip either.
    expect(peak).toBeLessThan(originalPeak)
  })

  test.each([1, 2, 6])('%i channels sound', async (count) => {
    const { straight, room } = await run('playback-timing', 'measureChannelCount', count)
    for (const level of [...straight, ...room]) {
      expect(level).toBeGreaterThan(-30)
      expect(level).toBeLessThan(-5)
    }
  })
})

describe('volume', () => {
  test.each([true, false])(
    'spatial: %s: half is half as loud (-10 dB), 0 is silence, 1 as recorded; no click',
    async (spatial) => {
      const { full, half, none, again, steepest } = await run('volume', 'measureVolumeChanges', spatial)
      expect(half - full).toBeCloseTo(-10, 1)
      expect(none).toBe(0)
      expect(again).toBeCloseTo(full, 2)
      // The largest step between samples of a constant sound.
      expect(steepest).toBeLessThan(0.001)
    },
  )

  test('the displayed and recorded level does not depend on the volume', async () => {
    expect(await run('volume', 'measureMutedLevel')).toBeGreaterThan(0.05)
  })
})

describe('edges', () => {
  test('the measure of clicks finds hard cuts, and nothing in the sound itself', async () => {
    const { none, ...cuts } = await run('clicks', 'measureHardCuts')
    expect(none).toBeLessThan(-90)
    for (const [name, level] of Object.entries(cuts)) expect(level, name).toBeGreaterThan(CLICK + 10)
  })

  describe.each([
    [false, 'panner'],
    [true, 'panner'],
    [true, 'binaural'],
  ] as const)('spatial: %s, %s', (spatial, spatializer) => {
    beforeEach(() => run('render-offline', 'setSpatializer', spatializer))
    test.each(['through', 'seek', 'pause', 'pick', 'storm', 'dispose'] as const)(
      'no click from: %s',
      async (script) => {
        const { click, peak } = await run('clicks', 'measureClicks', script, spatial)
        expect(peak).toBeGreaterThan(0.3)
        expect(click).toBeLessThan(CLICK)
      },
    )
  })

  test('40 picks in a second never sound with more voices than the pool has', async () => {
    const { pool, sum, sources, turns, least } = await run('clicks', 'countVoicesOfRapidPicks')
    expect(pool).toBeLessThanOrEqual(8)
    expect(sources).toBeLessThanOrEqual(pool)
    expect(turns).toBeLessThanOrEqual(pool)
    // Five picks, and the song at a quarter of its volume.
    expect(sum).toBeGreaterThan(5)
    expect(sum).toBeLessThan(5.5)
    expect(least).toBeCloseTo(1, 5)
  })

  test('and do not clip', async () => {
    const peak = await run('clicks', 'measurePeakOfRapidPicks')
    expect(peak).toBeGreaterThan(0.8)
    expect(peak).toBeLessThan(1)
  })
})

describe('small sounds', () => {
  beforeEach(() => run('render-offline', 'setSpatializer', 'binaural'))

  test.each([
    [false, 0.5],
    // What a head does depends on the sound.
    [true, 3],
  ])('each is 24 dB below the song; spatial: %s, within %d dB', async (spatial, tolerance) => {
    const levels = await run('small-sounds', 'measureSmallSounds', spatial)
    console.log('Small sounds below the song, dB:', Object.fromEntries(levels.map(({ kind, below }) => [kind, below])))
    for (const { kind, below } of levels) expect(Math.abs(below - 24), kind).toBeLessThan(tolerance)
  })

  test('none clicks', async () => {
    const clicks = await run('small-sounds', 'measureSmallSoundClicks')
    console.log('Clicks of small sounds, dB:', Object.fromEntries(clicks.map(({ kind, click }) => [kind, click])))
    for (const { kind, click } of clicks) expect(click, kind).toBeLessThan(CLICK)
  })
})
