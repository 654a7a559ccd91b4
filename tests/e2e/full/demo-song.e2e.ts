import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
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
import { sharePage } from '../harness/shared-page.ts'
import { locateChunk, type Point, readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'

let page: Page
sharePage(async () => {
  const opened = await openDemo()
  page = opened.page
  await waitUntilSettled(page)
  return opened
})
const button = (name: string) => page.getByRole('button', { name, exact: true })
const slider = (name: string) => page.getByRole('slider', { name })
const waitForSilence = () => waitForSnapshot(page, (now) => now.voices.length === 0)

/** Waits until something sounds (chunk `chunk`, where given), with every voice within a centimeter of its box. */
const waitForVoicesAtBoxes = (chunk = -1) =>
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

/** Waits until the box is farther from a place than `least` meters, or nearer than `most`. */
const waitForBoxDistance = (chunk: number, place: readonly number[], least: number, most = 99) =>
  page.waitForFunction(
    ([chunk, place, least, most]) => {
      const { cloud } = window.songwalk.locate(chunk)
      const distance = Math.hypot(...cloud.map((value, axis) => value - (place[axis] ?? 0)))
      return distance > least && distance < most
    },
    [chunk, place, least, most] as const,
  )

describe('sound', () => {
  test('the voices of the playing song are at the boxes of their chunks', async () => {
    await button('Play').click()
    await waitForVoicesAtBoxes()
    await button('Pause').click()
    await waitForSilence()
  })

  test('Seek goes to a time, Next and Previous play the neighboring chunks', async () => {
    // Two neighbors that last: a busy machine could miss short ones.
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
    await Promise.all([waitForVoicesAtBoxes(chunk), button('Previous chunk').click()])
    expect((await readSnapshot(page)).time).toBeLessThanOrEqual(Number(middle))
    await waitForSilence()
  })

  test('at its end the song stops, and Play begins again', async () => {
    const end = Number(await slider('Seek').getAttribute('max'))
    await slider('Seek').fill(String(end - 0.4))
    await button('Play').click()
    const ended = await waitForSnapshot(
      page,
      (now, near) => !now.playing && now.voices.length === 0 && now.time > near,
      { given: end - 0.2 },
    )
    expect(ended.time).toBeCloseTo(end, 2)
    await button('Play').click()
    await waitForSnapshot(page, (now) => now.playing && now.time > 0.05 && now.time < 5)
    await button('Pause').click()
    await waitForSilence()
  })
})

describe('the mouse', () => {
  test('a click beside every box plays nothing', async () => {
    const { x, y } = await findEmptySpot(page)
    await page.mouse.click(x, y)
    await waitFrames(page, 10)
    expect((await readSnapshot(page)).voices).toEqual([])
  })

  test('a box that is held is dragged with its sound, and floats home when it is released', async () => {
    const { chunk, x, y } = await findVisibleBox(page)
    const home = (await locateChunk(page, chunk)).cloud
    await page.mouse.move(x, y)
    await page.mouse.down()
    await waitForSnapshot(page, (now, chunk) => now.held === chunk, { given: chunk })
    await page.mouse.move(x + 120, y - 60, { steps: 6 })
    await waitForBoxDistance(chunk, home, 0.2)
    await waitForSnapshot(page, (now, chunk) => now.sounding.includes(chunk), { given: chunk })
    await waitForVoicesAtBoxes()
    await page.mouse.up()
    expect((await readSnapshot(page)).held).toBeNull()
    await waitForBoxDistance(chunk, home, -1, 0.02)
    await waitForSilence()
  })

  test('a drag that begins at once on a box turns the view, and does not hold the box', async () => {
    const { x, y } = await findVisibleBox(page)
    const before = await readSnapshot(page)
    await page.mouse.move(x, y)
    // Sent at once: a pause would make it a hold.
    await Promise.all([
      page.mouse.down(),
      ...[25, 50, 75, 100].map((along) => page.mouse.move(x + along, y + along / 10)),
    ])
    // Longer than a hold needs.
    await page.waitForTimeout(500)
    expect((await readSnapshot(page)).held).toBeNull()
    await page.mouse.up()
    const after = await waitForSnapshot(page, (now, x) => Math.abs(now.ear.position[0] - x) > 0.1, {
      given: before.ear.position[0],
    })
    expect(after.held).toBeNull()
  })

  test('a press on a box that is released beside it does not hold the box afterwards', async () => {
    const { x, y } = await findVisibleBox(page)
    // No box is over the page's own controls.
    const beside = await button('Play').boundingBox()
    if (!beside) throw new Error('Play is not shown.')
    await page.mouse.move(x, y)
    await Promise.all([page.mouse.down(), page.mouse.move(beside.x + 5, beside.y + 5), page.mouse.up()])
    await page.waitForTimeout(500)
    expect((await readSnapshot(page)).held).toBeNull()
  })
})

describe('the form', () => {
  test('unfolds again from the path, to where it was', async () => {
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

  test('is moved between path and cloud by its slider', async () => {
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

  test('has its path as rows, which are read to and fro, or as a spiral, which turns one way', async () => {
    const readPath = async () => (await locateAllChunks(page)).map(({ path }) => path)
    const spiral = await readPath()
    await button('Line').click()
    await page.waitForFunction(
      (z) => Math.abs(window.songwalk.locate(window.songwalk.snapshot().chunks - 1).path[2] - z) > 0.5,
      spiral.at(-1)?.[2] ?? 0,
    )
    await waitUntilSettled(page)
    const rows = await readPath()
    expect(computeLeftTurns(spiral)).toSatisfy((share: number) => share < 0.05 || share > 0.95)
    expect(computeLeftTurns(rows)).toBeGreaterThan(0.2)
    expect(computeLeftTurns(rows)).toBeLessThan(0.8)
    await button('Spiral').click()
    await page.waitForFunction(
      (z) => Math.abs(window.songwalk.locate(window.songwalk.snapshot().chunks - 1).path[2] - z) < 0.01,
      spiral.at(-1)?.[2] ?? 0,
    )
    expect(await readPath()).toEqual(spiral)
  })
})

/** The share of the places at which the path turns to the left, seen from above. */
function computeLeftTurns(path: Point[]): number {
  const turns = path.slice(2).map(([x, , z], i) => {
    const [[x0, , z0], [x1, , z1]] = [path[i] as Point, path[i + 1] as Point]
    return (x1 - x0) * (z - z1) - (z1 - z0) * (x - x1)
  })
  return turns.filter((turn) => turn < 0).length / turns.length
}
