import { expect, test } from 'vitest'
import { type OpenPage, openApp, type PageOptions } from '../harness/pages.ts'
import { waitForSnapshot } from '../harness/snapshot.ts'

// What an engine lacks is said in one sentence, and the page does without it.
const SMALL: PageOptions = { viewport: { width: 800, height: 600 }, draw: false, reducedMotion: true }

async function withPage(options: PageOptions, act: (opened: OpenPage) => Promise<void>): Promise<void> {
  const opened = await openApp({ ...SMALL, ...options })
  await waitForSnapshot(opened.page, ({ phase, chunks, stage }) => phase === 'ready' && chunks > 0 && stage === null)
  await act(opened)
  opened.monitor.expectNoErrors()
  await opened.close()
}
const play = ({ page }: OpenPage) => page.getByRole('button', { name: 'Play', exact: true }).click()

test('without WebGL one sentence stands in place of the room, and the song plays', () =>
  withPage(
    {
      initScript: `const { getContext } = HTMLCanvasElement.prototype
        HTMLCanvasElement.prototype.getContext = function (type, ...rest) {
          return type.startsWith('webgl') ? null : getContext.call(this, type, ...rest)
        }`,
    },
    async (opened) => {
      const { page } = opened
      await page.getByText('This browser cannot show 3D').waitFor()
      // three.js logs it, too.
      opened.monitor.errors.splice(0)
      await play(opened)
      await waitForSnapshot(page, ({ playing, time }) => playing && time > 0.5)
    },
  ))

test('without Web Audio the page says so, and the song passes in silence', () =>
  withPage({ initScript: 'delete window.AudioContext; delete window.webkitAudioContext' }, async (opened) => {
    const { page } = opened
    const { error } = await waitForSnapshot(page, ({ error }) => error !== null)
    expect(error).toMatch(/cannot play sound/)
    await page.getByRole('alert').getByRole('button', { name: 'Close' }).click()
    await play(opened)
    await waitForSnapshot(page, ({ playing, time, sounding }) => playing && time > 0.5 && sounding.length > 0)
  }))

test('without AudioWorklet, or without the table of responses, the song plays by PannerNodes', async () => {
  const missing = [
    'delete window.AudioWorkletNode; delete BaseAudioContext.prototype.audioWorklet',
    `const load = window.fetch
    window.fetch = (url, ...more) => (String(url).includes('kemar') ? Promise.reject(new TypeError('gone')) : load(url, ...more))`,
  ]
  for (const initScript of missing)
    await withPage(
      {
        initScript: `${initScript}; const { createPanner } = BaseAudioContext.prototype; window.panners = 0
        BaseAudioContext.prototype.createPanner = function () { window.panners++; return createPanner.call(this) }`,
      },
      async (opened) => {
        await play(opened)
        await waitForSnapshot(opened.page, ({ playing, time, error }) => playing && time > 1 && error === null)
        // One for the pool, and one a chunk.
        expect(await opened.page.evaluate('window.panners')).toBeGreaterThan(2)
      },
    )
})

test('a refused storage changes nothing but what is remembered', () =>
  withPage(
    {
      initScript: `for (const name of ['indexedDB', 'localStorage', 'sessionStorage'])
        Object.defineProperty(window, name, { get() { throw new DOMException('refused', 'SecurityError') } })`,
    },
    async (opened) => {
      await play(opened)
      await waitForSnapshot(opened.page, ({ playing, time, error }) => playing && time > 0.5 && error === null)
      await opened.page.getByRole('button', { name: 'Songs', exact: true }).click()
      await opened.page.getByText('This browser keeps no songs here').waitFor()
    },
  ))

test('an error while the page starts is one sentence', async () => {
  const opened = await openApp({
    ...SMALL,
    // No song comes: the page is starting for as long as the test looks.
    initScript: `
      const load = window.fetch
      window.fetch = (url, ...more) => String(url).includes('songs/') ? new Promise(() => {}) : load(url, ...more)
      addEventListener('DOMContentLoaded', () => setTimeout(() => { throw new Error('a fault of the test') }, 200))`,
  })
  const { error } = await waitForSnapshot(opened.page, ({ error }) => error !== null)
  expect(error).toMatch(/Something on this page failed/)
  await opened.close()
})
