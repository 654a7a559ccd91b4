import type { Page } from 'playwright-core'
import { distance } from './app.ts'
import { aim, click, type Hand, setButton } from './headset.ts'
import { type Point, snapshot } from './snapshot.ts'

/** What window.songwalk.panel() tells of each thing that can be pressed in the headset; positions in the room. */
export interface PanelControl {
  label: string
  group: string | null
  value: boolean | number | null
  position: Point
  /** The ends of a slider. */
  from?: Point
  to?: Point
}

export const panel = (page: Page): Promise<PanelControl[]> =>
  page.evaluate(() => (window as unknown as { songwalk: { panel(): PanelControl[] } }).songwalk.panel())

/** Waits for a control by its name, and by the name of its group where names repeat; once it rests, and tells it. */
export async function panelControl(page: Page, label: string, group?: string): Promise<PanelControl> {
  const found = await page.waitForFunction(
    ({ label, group }) => {
      const { songwalk, lastSeen } = window as unknown as {
        songwalk: { panel(): PanelControl[] }
        lastSeen?: string
      }
      const control = songwalk.panel().find((one) => one.label === label && (!group || one.group === group))
      const seen = JSON.stringify([label, control?.position])
      Object.assign(window, { lastSeen: seen })
      // A page that was just opened is laid out with the next frame.
      return control && seen === lastSeen ? control : null
    },
    { label, group },
    { polling: 'raf', timeout: 10_000 },
  )
  return (await found.jsonValue()) as PanelControl
}

/** A hand's length before a place of the panel, towards the head. */
async function before(page: Page, at: Point): Promise<Point> {
  const { ear } = await snapshot(page)
  const share = 0.3 / distance(at, ear.position)
  return at.map((value, axis) => value + share * ((ear.position[axis] as number) - value)) as Point
}

export async function aimAtPanel(page: Page, at: Point, hand: Hand = 'right'): Promise<void> {
  await aim(page, hand, { from: await before(page, at), at })
}

/** Points at a control from before the panel and clicks. */
export async function pressPanel(page: Page, label: string, group?: string, hand: Hand = 'right'): Promise<void> {
  await aimAtPanel(page, (await panelControl(page, label, group)).position, hand)
  await click(page, hand)
}

/** A place along a slider, 0-1. */
export async function alongSlider(page: Page, label: string, share: number): Promise<Point> {
  const { from, to } = await panelControl(page, label)
  if (!from || !to) throw new Error(`${label} is no slider`)
  return from.map((value, axis) => value + share * ((to[axis] as number) - value)) as Point
}

/** Takes a slider at the first share, drags it over the others and lets go at the last. */
export async function dragSlider(page: Page, label: string, shares: number[], hand: Hand = 'right'): Promise<void> {
  for (const [k, share] of shares.entries()) {
    await aimAtPanel(page, await alongSlider(page, label, share), hand)
    if (k === 0) await setButton(page, hand, 'trigger', 1)
  }
  await setButton(page, hand, 'trigger', 0)
}
