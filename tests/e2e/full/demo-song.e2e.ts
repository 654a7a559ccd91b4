import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  computeDistance,
  findEmptySpot,
  findVisibleBox,
  locateAllChunks,
  openDemo,
  recordSoundingChunks,
  waitForSoundingChunks,
  waitUntilSettled,
} from '../harness/demo-page.ts'
import type { OpenPage } from '../harness/pages.ts'
import { locateChunk, readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'

let opened: OpenPage & { seconds: number }
let page: Page
const button = (name: string) => page.getByRole('button', { name, exact: true })
const slider = (name: string) => page.getByRole('slider', { name })

beforeAll(async () => {
  opened = await openDemo()
  page = opened.page
  console.log(`ready after ${opened.seconds.toFixed(1)} s, ${(await readSnapshot(page)).chunks} chunks`)
  await waitUntilSettled(page)
})
afterAll(async () => {
  opened.monitor.expectNoErrors()
  await opened.close()
})

/** Until something sounds, such a chunk if one is named, and every voice hangs at its box, within a centimeter. */
const expectVoicesAtBoxes = (chunk = -1) =>
  waitForSnapshot(
    page,
    ({ voices, sounding }, wanted) =>
      voices.length > 0 &&
      (wanted < 0 || sounding.includes(wanted)) &&
      voices.every(({ chunk, position }) => {
        const { cloud } = window.songwalk.locate(chunk)
        return Math.hypot(...position.map((value, axis) => value - (cloud[axis] ?? 0))) < 0.01
      }),
    { given: chunk },
  )

describe('the demo', () => {
  test('is ready, with the chunks the issue names', async () => {
    const now = await readSnapshot(page)
    expect(now).toMatchObject({ phase: 'ready', title: 'Founders', error: null, playing: false, session: null })
    expect(now.chunks).toBeGreaterThanOrEqual(400)
    expect(now.chunks).toBeLessThanOrEqual(470)
  })

  test('its boxes hang above the floor, apart, clear of the head', async () => {
    const all = await locateAllChunks(page)
    for (const { cloud, path } of all) {
      expect(cloud[1]).toBeGreaterThan(0.27)
      expect(path[1]).toBeLessThan(0.1)
      expect(computeDistance(cloud, [0, 1.6, 0])).toBeGreaterThan(0.7)
    }
    const different = new Set(all.map(({ cloud }) => cloud.map((value) => value.toFixed(2)).join()))
    expect(different.size).toBeGreaterThan(all.length * 0.9)
  })
})

describe('sound', () => {
  test('Play sounds the song from its boxes, Pause rests it', async () => {
    await button('Play').click()
    const early = await waitForSnapshot(page, (now) => now.playing && now.time > 0.5 && now.sounding.length > 0)
    await expectVoicesAtBoxes()
    // At a joint two sound for a moment.
    const later = await waitForSnapshot(page, (now, past) => now.time > past && now.sounding.length === 1, {
      given: early.time + 1,
    })
    expect(later.sounding[0]).toBeGreaterThan(early.sounding[0] as number)
    await button('Pause').click()
    const paused = await waitForSnapshot(page, (now) => !now.playing && now.voices.length === 0)
    await waitFrames(page, 20)
    expect((await readSnapshot(page)).time).toBe(paused.time)
    await button('Play').waitFor()
  })

  test('Seek goes there, next and previous go chunk by chunk', async () => {
    // Two that last: a busy machine could miss short ones.
    const all = await locateAllChunks(page)
    const seconds = all.map(({ time: [start, end] }) => end - start)
    const both = seconds.map((own, i) => Math.min(own, seconds[i + 1] ?? 0))
    const chunk = both.indexOf(Math.max(...both.slice(1)))
    const [start, end] = all[chunk]?.time ?? [0, 0]
    const middle = ((start + end) / 2).toFixed(2)
    await slider('Seek').fill(middle)
    await waitForSnapshot(page, (now, there) => Math.abs(now.time - there) < 0.01, { given: Number(middle) })
    await recordSoundingChunks(page)
    await button('Play').click()
    await waitForSoundingChunks(page, chunk)
    await button('Pause').click()
    await slider('Seek').fill(middle)
    await recordSoundingChunks(page)
    await button('Next chunk').click()
    await waitForSoundingChunks(page, chunk + 1)
    expect((await readSnapshot(page)).time).toBeGreaterThan(Number(middle))
    await Promise.all([expectVoicesAtBoxes(chunk), button('Previous chunk').click()])
    expect((await readSnapshot(page)).time).toBeLessThanOrEqual(Number(middle))
    await waitForSnapshot(page, (now) => now.voices.length === 0)
  })

  test('at its end the song stops by itself, and Play begins again', async () => {
    const end = Number(await slider('Seek').getAttribute('max'))
    await slider('Seek').fill(String(end - 0.4))
    await button('Play').click()
    const ended = await waitForSnapshot(
      page,
      (now, near) => !now.playing && now.voices.length === 0 && now.time > near,
      {
        given: end - 0.2,
      },
    )
    expect(ended.time).toBeCloseTo(end, 2)
    await button('Play').click()
    await waitForSnapshot(page, (now) => now.playing && now.time > 0.05 && now.time < 5)
    await button('Pause').click()
  })
})

describe('boxes', () => {
  test('a click on a box plays it from where it hangs', async () => {
    const { chunk, x, y } = await findVisibleBox(page)
    // Awaited from before the click on: the chunk is short.
    await Promise.all([expectVoicesAtBoxes(chunk), page.mouse.click(x, y)])
    expect((await readSnapshot(page)).playing).toBe(false)
    await waitForSnapshot(page, (now) => now.voices.length === 0)
  })

  test('a click beside every box plays nothing', async () => {
    const { x, y } = await findEmptySpot(page)
    await page.mouse.click(x, y)
    await waitFrames(page, 10)
    expect((await readSnapshot(page)).voices).toEqual([])
  })

  test('pressed and held, a box is taken, dragged with its sound, and floats home when let go', async () => {
    const { chunk, x, y } = await findVisibleBox(page)
    const home = (await locateChunk(page, chunk)).cloud
    await page.mouse.move(x, y)
    await page.mouse.down()
    await waitForSnapshot(page, (now, i) => now.held === i, { given: chunk })
    await page.mouse.move(x + 120, y - 60, { steps: 6 })
    await page.waitForFunction(
      ([i, from]) => {
        const to = window.songwalk.locate(i).cloud
        return Math.hypot(...to.map((value, axis) => value - (from[axis] ?? 0))) > 0.2
      },
      [chunk, home] as const,
    )
    await waitForSnapshot(page, (now, i) => now.sounding.includes(i), { given: chunk })
    await expectVoicesAtBoxes()
    await page.mouse.up()
    const released = await readSnapshot(page)
    expect(released.held).toBeNull()
    await page.waitForFunction(
      ([i, from]) => {
        const to = window.songwalk.locate(i).cloud
        return Math.hypot(...to.map((value, axis) => value - (from[axis] ?? 0))) < 0.02
      },
      [chunk, home] as const,
    )
    await waitForSnapshot(page, (now) => now.voices.length === 0)
  })

  test('pressed and moved at once, it is not taken: that drag turns the view', async () => {
    const { x, y } = await findVisibleBox(page)
    const before = await readSnapshot(page)
    await page.mouse.move(x, y)
    // One right after the other: answers that come late would make it a hold.
    await Promise.all([
      page.mouse.down(),
      ...[25, 50, 75, 100].map((along) => page.mouse.move(x + along, y + along / 10)),
    ])
    // Longer than a hold needs.
    await page.waitForTimeout(500)
    expect((await readSnapshot(page)).held).toBeNull()
    await page.mouse.up()
    const after = await waitForSnapshot(page, (now, old) => Math.abs(now.ear.position[0] - old) > 0.1, {
      given: before.ear.position[0],
    })
    expect(after.held).toBeNull()
  })

  test('pressed and let go beside it, it is not taken afterwards', async () => {
    const { x, y } = await findVisibleBox(page)
    // Over the page's own controls there is no box for certain.
    const beside = await button('Play').boundingBox()
    if (!beside) throw new Error('Play is not shown.')
    await page.mouse.move(x, y)
    await Promise.all([page.mouse.down(), page.mouse.move(beside.x + 5, beside.y + 5), page.mouse.up()])
    await page.waitForTimeout(500)
    expect((await readSnapshot(page)).held).toBeNull()
  })
})

describe('the form', () => {
  test('is shown again from the path, and settles where it was', async () => {
    await waitUntilSettled(page)
    const before = await locateAllChunks(page)
    await button('Show the form again').click()
    await page.waitForFunction(() => {
      const { cloud, path } = window.songwalk.locate(window.songwalk.snapshot().chunks - 1)
      return Math.hypot(...cloud.map((value, axis) => value - (path[axis] ?? 0))) < 1e-3
    })
    await waitUntilSettled(page)
    const after = await locateAllChunks(page)
    for (const [i, place] of before.entries())
      expect(computeDistance(place.cloud, after[i]?.cloud ?? [])).toBeLessThan(0.01)
  })

  test('can be scrubbed back to the path and forth to the cloud', async () => {
    await slider('From path to cloud').fill('0')
    await page.waitForFunction(() =>
      [0, 100, 300].every((i) => {
        const { cloud, path } = window.songwalk.locate(i)
        return Math.hypot(...cloud.map((value, axis) => value - (path[axis] ?? 0))) < 1e-3
      }),
    )
    await slider('From path to cloud').fill('1')
    await waitUntilSettled(page)
  })

  test('its path is laid as a line straight ahead or as a spiral', async () => {
    await button('Line').click()
    await page.waitForFunction(() => window.songwalk.locate(window.songwalk.snapshot().chunks - 1).path[2] < -30)
    const line = await locateAllChunks(page)
    for (const { path } of line) expect(Math.abs(path[0])).toBeLessThan(1e-6)
    expect(line.at(-1)?.path[2]).toBeLessThan(-30)
    await button('Spiral').click()
    await page.waitForFunction(() => window.songwalk.locate(window.songwalk.snapshot().chunks - 1).path[2] > -15)
    const spiral = await locateAllChunks(page)
    expect(Math.abs(spiral.at(-1)?.path[2] ?? 99)).toBeLessThan(15)
    expect(computeDistance(spiral[0]?.path ?? [9, 9, 9], [0, 0, 0])).toBeLessThan(1)
  })
})
