import type { Page } from 'playwright-core'
import type { FaultKind } from '../../../../protocol/fault-kinds.ts'

/** A fault, and the kind that /health must count. `inject` throws where the page was not ready for it. */
export type InjectedFault = { expectedFault: FaultKind; inject: (page: Page) => Promise<unknown> }

/** Faults that the page recovers from, by itself or by a reload. */
export const injectedFaults: Record<string, InjectedFault> = {
  'graphics lost, and restored': { expectedFault: 'webgl-lost', inject: (page) => loseWebGLContext(page, true) },
  'graphics lost for good': { expectedFault: 'webgl-lost', inject: (page) => loseWebGLContext(page, false) },
  'frames stop': {
    expectedFault: 'frames-stalled',
    inject: (page) =>
      page.evaluate(() => {
        if (window.breakable.noFrames) throw new Error('They have stopped already.')
        window.breakable.noFrames = true
      }),
  },
  'the sound is closed': {
    expectedFault: 'audio-dead',
    inject: closeAudioContext,
  },
  'a script fails': {
    expectedFault: 'script-error',
    inject: (page) => page.evaluate("void setTimeout(() => { throw new Error('an accident') })"),
  },
  'a promise is forgotten': {
    expectedFault: 'script-error',
    inject: (page) => page.evaluate("void Promise.reject(new Error('an accident'))"),
  },
  'a song is missing': { expectedFault: 'song-missing', inject: (page) => failNextSong(page, 'missing') },
  'a song is broken': { expectedFault: 'song-broken', inject: (page) => failNextSong(page, 'broken') },
  'the disk is full': { expectedFault: 'storage-full', inject: fillDisk },
}

async function loseWebGLContext(page: Page, restored: boolean) {
  await page.evaluate((restored) => {
    const context = document.querySelector('canvas')?.getContext('webgl2')
    if (!context || context.isContextLost()) throw new Error('There are none to lose.')
    const lose = context.getExtension('WEBGL_lose_context')
    lose?.loseContext()
    if (restored) setTimeout(() => lose?.restoreContext(), 100)
  }, restored)
}

/** Waits for sound: a context that fails in silence is replaced without a fault. */
async function closeAudioContext(page: Page) {
  const close = () => {
    const { playing = false, sounding = [] } = window.songwalk?.snapshot() ?? {}
    const open = window.breakable.contexts.map((one) => one.deref()).filter((one) => one && one.state !== 'closed')
    if (!playing || sounding.length === 0 || open.length === 0) return false
    for (const one of open) void one?.close().catch(() => {})
    return true
  }
  await page.waitForFunction(close, null, { polling: 100, timeout: 10_000 })
}

/** The next song fails at both tries; the attract loop requests one at the latest. */
async function failNextSong(page: Page, song: 'missing' | 'broken') {
  await page.evaluate((song) => {
    Object.assign(window.breakable, { song, struck: false })
  }, song)
  const over = () => window.breakable.struck || window.breakable.song === 'good'
  await page.waitForFunction(over, null, { polling: 100, timeout: 30_000 }).catch(() => {})
  const struck = await page.evaluate(() => {
    window.breakable.song = 'good'
    return window.breakable.struck
  })
  if (!struck) throw new Error('No song was wanted twice.')
}

/** Refuses writes until the visit ends, and waits for one that is refused. */
async function fillDisk(page: Page) {
  await page.evaluate(() => {
    Object.assign(window.breakable, { diskFull: true, refused: 0 })
  })
  await page.waitForFunction(() => window.breakable.refused > 0, null, { polling: 100, timeout: 10_000 })
}

declare global {
  interface Window {
    /** Set by fault-switches.ts. */
    breakable: {
      contexts: WeakRef<AudioContext>[]

      noFrames: boolean
      diskFull: boolean
      refused: number
      song: 'good' | 'missing' | 'broken'
      struck: boolean
    }
  }
}
