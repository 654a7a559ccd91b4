import type { Page } from 'playwright-core'
import { type Point, WAIT_TIMEOUT_MS } from './snapshot.ts'

/** What window.songwalk.snapshot() tells on the second screen. */
export interface SpectatorSnapshot {
  role: 'spectator'
  following: string | null
  scene: string
  song: string | null
  chunks: number
  spectrogram: boolean
  playing: boolean
  visitor: { position: Point; forward: Point } | null
  pointer: { origin: Point; direction: Point; chunk: number | null } | null
  sounding: number[]
  moved: { chunk: number; position: Point }[]
  form: number
  time: number
  behindMs: number
  frame: number
}

/** Waits until the screen shows what `accept`, which runs in the page, accepts. */
export async function waitForSpectator<T>(
  page: Page,
  accept: (now: SpectatorSnapshot, given: T) => boolean,
  given?: T,
): Promise<SpectatorSnapshot> {
  const source = `(() => {
    const now = window.songwalk?.snapshot()
    return now && (${accept.toString()})(now, ${JSON.stringify(given) ?? 'undefined'}) ? now : null
  })()`
  const found = await page.waitForFunction(source, undefined, { polling: 'raf', timeout: WAIT_TIMEOUT_MS })
  return (await found.jsonValue()) as SpectatorSnapshot
}

/** Records every chunk that the screen shows as sounding from now on: a short one may end before the test looks. */
export const recordShownChunks = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const shown: number[] = []
    Object.assign(window, { shownChunks: shown })
    const look = () => {
      const { sounding } = window.songwalk.snapshot()
      for (const chunk of sounding) if (shown.at(-1) !== chunk) shown.push(chunk)
      requestAnimationFrame(look)
    }
    look()
  })

/** The chunks shown since {@link recordShownChunks}, in their order. */
export const readShownChunks = (page: Page): Promise<number[]> => page.evaluate('window.shownChunks')
