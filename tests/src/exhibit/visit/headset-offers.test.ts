import { expect, test } from 'vitest'
import { createHeadsetOffers } from '../../../../src/exhibit/visit/headset-offers.ts'

/** A browser whose answers to offers, and clock, are the test's. */
function createBrowser() {
  const browser = {
    offers: 0,
    inside: false,
    isShown: true,
    take: () => {},
    refuse: () => {},
    timers: [] as { at: number; callback: () => void }[],
    now: 0,
    pass: async (milliseconds: number) => {
      browser.now += milliseconds
      const due = browser.timers.filter(({ at }) => at <= browser.now)
      browser.timers = browser.timers.filter(({ at }) => at > browser.now)
      for (const { callback } of due) callback()
      await settle()
    },
  }
  const update = createHeadsetOffers({
    offer: () =>
      new Promise<void>((resolve, reject) => {
        browser.offers++
        browser.take = () => {
          browser.inside = true
          resolve()
        }
        browser.refuse = () => reject(new DOMException('withdrawn', 'AbortError'))
      }),
    mayOffer: () => browser.isShown && !browser.inside,
    schedule: (callback, milliseconds) => browser.timers.push({ at: browser.now + milliseconds, callback }),
    cancel: () => {
      browser.timers = []
    },
  })
  return { browser, update }
}

const settle = () => new Promise((resolve) => setTimeout(resolve))

test('one offer is open at a time, and the next one is made when the visitor has left', async () => {
  const { browser, update } = createBrowser()
  update()
  update()
  expect(browser.offers).toBe(1)
  browser.take()
  await settle()
  update()
  expect(browser.offers).toBe(1)
  browser.inside = false
  update()
  expect(browser.offers).toBe(2)
})

test('a withdrawn offer is made again, later each time, and at once when the page is shown again', async () => {
  const { browser, update } = createBrowser()
  update()
  for (const [round, wait] of [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000].entries()) {
    browser.refuse()
    await settle()
    await browser.pass(wait - 1)
    expect(browser.offers).toBe(round + 1)
    await browser.pass(1)
    expect(browser.offers).toBe(round + 2)
  }
  browser.refuse()
  await settle()
  const before = browser.offers
  update()
  expect(browser.offers).toBe(before + 1)
  // The timer of the refusal does not open a second one.
  await browser.pass(120_000)
  expect(browser.offers).toBe(before + 1)
})

test('nothing is offered while nobody may enter', async () => {
  const { browser, update } = createBrowser()
  browser.isShown = false
  update()
  expect(browser.offers).toBe(0)
  browser.isShown = true
  update()
  browser.isShown = false
  browser.refuse()
  await settle()
  await browser.pass(60_000)
  expect(browser.offers).toBe(1)
})
