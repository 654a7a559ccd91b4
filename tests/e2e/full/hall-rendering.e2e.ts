import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { openModulePage } from '../harness/pages.ts'
import { sharePage } from '../harness/shared-page.ts'
import type * as clicks from './audio-rendering/clicks.ts'
import type * as offline from './audio-rendering/render-offline.ts'
import type * as room from './audio-rendering/room.ts'
import { createScenarioRunner } from './audio-rendering/run-scenario.ts'

// The room around the boxes, in the browser's audio engine.
type Scenarios = typeof clicks & typeof offline & typeof room

let page: Page
sharePage(async () => {
  const opened = await openModulePage()
  page = opened.page
  return opened
})

const run = createScenarioRunner<Scenarios>(() => page)

/** Upper limit for clicks, dBFS; the test sounds peak at -4 dBFS. */
const CLICK = -50

describe.each(['hall', 'panners in a hall'] as const)('room: %s', (spatializer) => {
  beforeEach(() => run('render-offline', 'setSpatializer', spatializer))

  test('the ratio of direct sound to what the room adds falls by 5 to 8 dB from 1 to 6 m', async () => {
    const [near, far] = [await run('room', 'measureDirectRatio', 1), await run('room', 'measureDirectRatio', 6)]
    console.log(spatializer, 'direct to reverberant, dB:', near, far)
    expect(near - far).toBeGreaterThan(5)
    expect(near - far).toBeLessThan(8)
    expect(near).toBeGreaterThan(7)
  })

  test('it rings for 0.9 s, highs less, also after its song has ended', async () => {
    const decays = await run('room', 'measureDecays')
    for (const [hertz, least, most] of [
      [500, 0.75, 1.05],
      [1000, 0.75, 1.05],
      [4000, 0.6, 0.9],
    ] as const) {
      expect(decays[hertz]).toBeGreaterThan(least)
      expect(decays[hertz]).toBeLessThan(most)
    }
  })

  test('it is ducked with the song', async () => {
    expect(await run('room', 'measureDuckedTail')).toBeCloseTo(-12, 0)
  })

  // Chromium adds the outputs of several nodes in any order, which rounds otherwise in one run of six.
  const rounding = spatializer === 'hall' ? 0 : 1e-6
  test(`without it the sound is what it was, within ${rounding}; it comes and goes without a click`, async () => {
    const { click, before, after } = await run('room', 'measureRoomSwitch')
    expect(click).toBeLessThan(CLICK)
    expect(before).toBeLessThanOrEqual(rounding)
    expect(after).toBeLessThanOrEqual(rounding)
  })

  test.each(['through', 'seek', 'pause', 'pick', 'storm', 'dispose'] as const)('no click from: %s', async (script) => {
    const { click, peak } = await run('clicks', 'measureClicks', script, true)
    expect(peak).toBeGreaterThan(0.3)
    expect(click).toBeLessThan(CLICK)
  })
})
