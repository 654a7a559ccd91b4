import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { computeDistance } from '../harness/demo-page.ts'
import {
  findCenter,
  findLowest,
  measureWidth,
  openPhone,
  PHONE_POSITION,
  SCREEN_CENTER,
  TABLE_SPOT,
} from '../harness/emulated-phone.ts'
import { pointPhoneAt, TABLE_HEIGHT_M } from '../harness/emulated-room.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'

// A visitor with a phone puts the song onto a table.
let phone: Awaited<ReturnType<typeof openPhone>>
let page: Page
sharePage(async () => {
  phone = await openPhone()
  page = phone.page
  return phone
})

test('a tap puts the song onto the table, 60 cm across; fingers turn and scale it; a tap on a box plays it', async () => {
  await pointPhoneAt(page, PHONE_POSITION, [0, 1.4, -3])
  await phone.enter()
  await phone.waitForHint('Move your phone to find a table or the floor')
  expect(await readSnapshot(page)).toMatchObject({ session: 'ar', placement: null, error: null })
  await phone.place()
  const all = await phone.locateEverything()
  expect(measureWidth(all)).toBeGreaterThan(0.45)
  expect(measureWidth(all)).toBeLessThan(0.62)
  expect(findLowest(all)).toBeGreaterThan(TABLE_HEIGHT_M)
  expect(findLowest(all)).toBeLessThan(TABLE_HEIGHT_M + 0.01)
  expect(computeDistance([...findCenter(all)], [TABLE_SPOT[0], TABLE_SPOT[2]])).toBeLessThan(0.05)
  await phone.waitUntilAnchored()
  expect(await page.evaluate(() => window.realRoom.countAnchors())).toBe(1)

  const placed = await phone.readPlacement()
  expect(placed).toMatchObject({ size: 'table' })
  expect(placed.yaw).toBeCloseTo(0, 1)
  await phone.drag({ x: 150, y: 460 }, { x: 250, y: 470 })
  await expect.poll(async () => (await phone.readPlacement()).yaw - placed.yaw).toBeCloseTo(0.8, 1)
  await phone.pinch(100, 200)
  expect((await phone.readPlacement()).scale / placed.scale).toBeCloseTo(2, 1)
  await phone.button('Size back').tap()
  expect((await phone.readPlacement()).scale).toBeCloseTo(placed.scale, 9)

  const { chunk, cloud, x, y } = await phone.findIsolatedBox()
  // A chunk can be over before a tap has been waited for.
  const hearing = waitForSnapshot(page, (now, chunk) => now.sounding.includes(chunk), { given: chunk })
  await phone.tap({ x, y })
  const voice = (await hearing).voices.find((one) => one.chunk === chunk)
  expect(computeDistance(voice?.position ?? [], cloud)).toBeLessThan(0.01)

  await phone.button('Place again').tap()
  expect(await phone.readPlacementOrNull()).toBeNull()
  await pointPhoneAt(page, [0, 1.4, 2], [0, 0, 0.7])
  await phone.waitForHint('Tap to place the song here')
  await phone.tap(SCREEN_CENTER)
  await waitForSnapshot(page, () => window.songwalk.snapshot().placement !== null)
  expect(findLowest(await phone.locateEverything())).toBeLessThan(0.01)
  await phone.leave()
  expect(await readSnapshot(page)).toMatchObject({ session: null, error: null, phase: 'ready' })
})
