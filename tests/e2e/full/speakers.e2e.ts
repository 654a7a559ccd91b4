import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { launchBrowser } from '../harness/find-browser.ts'
import type * as ring from './speakers/play-ring.ts'
import { DEVICE_RATE_HZ, openSoundDevice, type SoundDevice } from './speakers/sound-device.ts'

type Actions = typeof ring

let device: SoundDevice
let browser: Browser
let page: Page
beforeAll(async () => {
  device = await openSoundDevice(8)
  browser = await launchBrowser(inject('browser'), true, device.env)
  page = await (await browser.newContext()).newPage()
  const url = `${inject('moduleUrl')}empty-page`
  await page.route(url, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><html lang="en"><title>modules</title><link rel="icon" href="data:,"></html>',
    }),
  )
  await page.goto(url)
})
afterAll(async () => {
  await browser?.close()
  await device?.stop()
})

const run = <Name extends keyof Actions>(
  name: Name,
  ...args: Parameters<Actions[Name]>
): Promise<Awaited<ReturnType<Actions[Name]>>> =>
  page.evaluate(
    `import('/tests/e2e/full/speakers/play-ring.ts').then((actions) => actions.${name}(...${JSON.stringify(args)}))`,
  )

const rms = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length)
const SILENCE = 1e-4
const WINDOW_SAMPLES = DEVICE_RATE_HZ / 20
/** The middle of what was recorded; half of its windows may be spoiled by a device that is not fed in time, in silence none. */
const measureChannels = (channels: Float32Array[]) =>
  channels.map((samples) => {
    const middle = samples.subarray(samples.length - DEVICE_RATE_HZ, samples.length - DEVICE_RATE_HZ / 4)
    const levels = Array.from({ length: Math.floor(middle.length / WINDOW_SAMPLES) }, (_, i) =>
      rms(middle.subarray(i * WINDOW_SAMPLES, (i + 1) * WINDOW_SAMPLES)),
    ).sort((x, y) => x - y)
    const [median = 0, most = 0] = [levels[levels.length >> 1], levels.at(-1)]
    return median > SILENCE ? median : most
  })

/** All eight of a 7.1 device, in which the fourth is an LFE to those who mix; nothing is turned, delayed or made softer. */
const CHANNELS = [3, 2, 8, 6, 5, 7, 1, 4]
const SPEAKERS = CHANNELS.map((channel, i) => ({ channel, direction: 45 * i, delay: 0, gain: 0 }))

describe('eight channels, recorded from the device', () => {
  test.each([0, 5, 7])('a sound at loudspeaker %i comes out of it alone', async (speaker) => {
    const recorded = await device.record(() => run('playTone', SPEAKERS, SPEAKERS[speaker]!.direction, 2.5))
    await run('stopTone')
    measureChannels(recorded).forEach((level, c) => {
      if (c + 1 === SPEAKERS[speaker]!.channel) expect(level).toBeCloseTo(0.5 * Math.SQRT1_2, 2)
      else expect(level, `channel ${c + 1}`).toBeLessThan(SILENCE)
    })
  })

  test('a sound between two comes out of these two, with the same power; gains and the test signal are of one loudspeaker', async () => {
    const softer = SPEAKERS.map((speaker, i) => ({ ...speaker, gain: i === 1 ? -6 : 0 }))
    const recorded = await device.record(() =>
      run('playTone', softer, (SPEAKERS[0]!.direction + SPEAKERS[1]!.direction) / 2, 2.5),
    )
    const levels = measureChannels(recorded)
    expect(levels[2]).toBeCloseTo(0.25, 2)
    expect(levels[1]).toBeCloseTo(0.125, 2)
    for (const c of [0, 3, 4, 5, 6, 7]) expect(levels[c], `channel ${c + 1}`).toBeLessThan(SILENCE)
    const tested = await device.record(() => run('testSpeaker', 4))
    const loud = tested.map((samples) => samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0))
    expect(loud[4]).toBeGreaterThan(0.1)
    for (const c of [0, 3, 5, 6, 7]) expect(loud[c], `channel ${c + 1}`).toBeLessThan(SILENCE)
  })

  test('what is heard is known within 20 ms of what the engine tells', async () => {
    const { now, heard, told } = await run('readClocks')
    expect(Math.abs(now - heard - told)).toBeLessThan(0.02)
  })

  test('another device, of another rate, is played to when the one in use is taken away', async () => {
    await device.control(
      'load-module',
      'module-null-sink',
      'sink_name=other',
      'rate=44100',
      'format=float32le',
      'channels=8',
    )
    const sinks = await device.control('list', 'short', 'modules')
    const module =
      sinks
        .split('\n')
        .find((line) => line.includes('sink_name=ring'))
        ?.split('\t')[0] ?? ''
    await device.control('unload-module', module)
    await page.waitForTimeout(2000)
    const recorded = await device.record(() => page.waitForTimeout(2000), 'other')
    await run('stopTone')
    expect(Math.max(...measureChannels(recorded))).toBeGreaterThan(0.2)
  })
})
