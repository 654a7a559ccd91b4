import { isDeepStrictEqual } from 'node:util'
import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenPage, openUrl } from '../harness/pages.ts'
import { COUNT_WEBGL_OBJECTS_SCRIPT, countAudioNodes, measureHeapBytes } from '../harness/performance.ts'
import { type ExhibitServer, startExhibitServer } from './exhibit-day/exhibit-server.ts'
import { FAULT_SWITCHES_SCRIPT } from './exhibit-day/fault-switches.ts'
import { injectedFaults } from './exhibit-day/injected-faults.ts'
import {
  createRandomSource,
  leavePage,
  performEveryAction,
  performRandomAction,
  readExhibitSnapshot,
  startVisit,
  visitInHeadset,
  waitForScene,
} from './exhibit-day/simulated-visitor.ts'

/** `npm run day` has 200. */
const VISITS = Number(process.env.SONGWALK_VISITS ?? 12)
/** Visits without faults, to measure what a visit leaves behind. */
const CALM = Math.max(4, Math.round(VISITS / 8))
/** Twelve voices of six nodes each may sound, or wait to do so within a second, at either moment. */
const SOUNDING_NODES = 72
/** Of calm visits, after which nothing may be new. */
const ROUNDS = 6
const MINUTES = 60_000
const NAMES = Object.keys(injectedFaults)

/**
 * Reports every visit that begins, also one that a fault cuts short. A visit that ends between two looks, or begins as
 * the page is left, may or may not be counted by the exhibit.
 */
const watchVisits = `{
  let last = 0
  const look = (surely) => {
    const visit = window.songwalk?.snapshot().exhibit.visit ?? 0
    if (visit > last) window.begun(surely, visit - last)
    last = visit
  }
  setInterval(look, 20, 1)
  addEventListener('pagehide', () => look(0))
}`

let museum: ExhibitServer
let opened: OpenPage
let page: Page
let browser: CDPSession
let audioNodes: () => number
let begun = { surely: 0, atMost: 0 }

/** Opens the exhibit with an emulated headset. */
async function open() {
  opened = await openUrl('about:blank', {
    headset: 'quest3',
    draw: false,
    viewport: { width: 1280, height: 720 },
    initScript: `${FAULT_SWITCHES_SCRIPT}${COUNT_WEBGL_OBJECTS_SCRIPT}${watchVisits}`,
  })
  page = opened.page
  await page.exposeFunction('begun', (surely: number, atMost: number) => {
    begun = { surely: begun.surely + surely, atMost: begun.atMost + atMost }
  })
  browser = await page.context().newCDPSession(page)
  audioNodes = await countAudioNodes(browser)
  await page.goto(`${museum.url}?device=hall&pace=50`)
}

beforeAll(async () => {
  museum = await startExhibitServer()
  await open()
})
afterAll(async () => {
  await opened.close()
  await museum.close()
})

async function visit(chance: ReturnType<typeof createRandomSource>, accident: (() => Promise<unknown>) | null) {
  const came = await startVisit(page, chance)
  const deeds = 1 + Math.floor(chance.next() * 4)
  const moment = Math.floor(chance.next() * deeds)
  for (let k = 0; k < deeds; k++) {
    // The record of a visit is written every second.
    if (k === moment && accident) await page.waitForTimeout(1000).then(accident)
    if (came && chance.next() < 0.2) await visitInHeadset(page, chance)
    else await performRandomAction(page, chance)
  }
  await page.evaluate('breakable.diskFull = false').catch(() => {})
  await leavePage(page, chance)
}

/** @returns false where the fault had no effect: the page was reloading, or did not use what fails */
const happens = async (name: string): Promise<boolean> => {
  try {
    await injectedFaults[name]?.inject(page)
    return true
  } catch {
    return false
  }
}

/** Resources in use on the attract screen, always with the same song: denser songs have more audio nodes. */
async function inUse(song?: string | null) {
  const looksAt = async () => {
    const { exhibit } = (await readExhibitSnapshot(page)) ?? {}
    return exhibit?.scene === 'attract' && (song === undefined || exhibit.song === song) ? exhibit.song : null
  }
  await expect.poll(looksAt, { timeout: 60_000, interval: 50 }).not.toBeNull()
  const current = await looksAt()
  // The least of several readings: fading voices have nodes of their own, and ended ones are collected late.
  let [heap, nodes] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let look = 0; look < 8; look++) {
    heap = Math.min(heap, await measureHeapBytes(browser))
    nodes = Math.min(nodes, audioNodes())
  }
  const { jsEventListeners: listeners } = await browser.send('Memory.getDOMCounters')
  const graphics = await page.evaluate('({ ...window.living })')
  const canvases = await page.locator('canvas').count()
  return { song: current, heap, listeners, graphics, canvases, nodes }
}

test(
  `a day of ${VISITS} visits, with accidents: the piece runs, counts and tells`,
  async () => {
    const chance = createRandomSource(20261122)
    const happened: string[] = []
    const due = NAMES.slice(0, VISITS)
    expect(await waitForScene(page, ['attract'], 60_000)).toBe(true)
    for (let k = 0; k < VISITS; k++) {
      // Each fault once, then random ones.
      const dies = due.length === 0 && chance.next() < 0.6
      const name = due[0] ?? (chance.next() < 0.5 ? chance.pick(NAMES) : undefined)
      await visit(chance, async () => {
        if (name && (await happens(name))) {
          happened.push(name)
          if (name === due[0]) due.shift()
        }
        if (dies) await museum.kill()
      })
      if (dies) await museum.start()
    }
    expect(due, 'each accident has happened').toEqual([])
    await page.evaluate('breakable.noFrames = false').catch(() => {})
    expect(await waitForScene(page, ['attract'], 60_000), 'back to the attract screen').toBe(true)
    expect(begun.surely).toBeGreaterThanOrEqual(VISITS)
    const counted = async () => (await museum.health()).visits
    await expect.poll(counted, { timeout: 60_000, interval: 250 }).toBeGreaterThanOrEqual(begun.surely)
    expect(await counted()).toBeLessThanOrEqual(begun.atMost)
    const told = async () => (await museum.health()).clients.find(({ device }) => device === 'hall')?.faults ?? {}
    for (const kind of new Set(happened.map((name) => injectedFaults[name]?.expectedFault as string))) {
      const times = happened.filter((name) => injectedFaults[name]?.expectedFault === kind).length
      await expect
        .poll(async () => (await told())[kind] ?? 0, { timeout: 30_000, message: kind })
        .toBeGreaterThanOrEqual(times)
    }
  },
  (VISITS * MINUTES) / 2,
)

test(
  `${CALM} more visits leave nothing behind`,
  async () => {
    // A fresh page: reloads have left other objects.
    await opened.close()
    await open()
    const chance = createRandomSource(4)
    // The first use of everything creates what later visits reuse.
    for (let k = 0; k < 3; k++) {
      await startVisit(page, chance)
      await performEveryAction(page, chance)
      await visitInHeadset(page, chance)
      await leavePage(page, chance)
    }
    let before = await inUse()
    const goOn = async () => {
      for (let k = 0; k < CALM; k++) await visit(chance, null)
      return inUse(before.song)
    }
    let after = await goOn()
    // A plate that chance shows for the first time is made once; a leak grows in every round.
    for (let round = 1; round < ROUNDS && !isDeepStrictEqual(after.graphics, before.graphics); round++) {
      before = after
      after = await goOn()
    }
    expect(after.graphics).toEqual(before.graphics)
    expect(after.canvases).toBe(before.canvases)
    expect(after.nodes, 'audio nodes').toBeLessThanOrEqual(before.nodes + SOUNDING_NODES)
    expect(after.listeners).toBeLessThanOrEqual(before.listeners + 20)
    expect(after.heap).toBeLessThan(before.heap + 4e6)
  },
  ((ROUNDS * CALM + 3) * MINUTES) / 2,
)
