import type { Page } from 'playwright-core'
import { distance } from './demo-page.ts'
import { type Point, type Snapshot, snapshot } from './snapshot.ts'
import { aim, click, type Hand, setButton } from './xr-controls.ts'

type Ear = Snapshot['ear']

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

/** Waits for a control by its name, and by the name of its group where names repeat. */
export async function panelControl(page: Page, label: string, group?: string): Promise<PanelControl & { ear: Ear }> {
  const found = await page.waitForFunction(
    ({ label, group }) => {
      const { songwalk } = window as unknown as { songwalk: { panel(): PanelControl[]; snapshot(): { ear: Ear } } }
      const control = songwalk.panel().find((one) => one.label === label && (!group || one.group === group))
      return control ? { ...control, ear: songwalk.snapshot().ear } : null
    },
    { label, group },
    { polling: 'raf', timeout: 10_000 },
  )
  return (await found.jsonValue()) as PanelControl & { ear: Ear }
}

/** Aims at a place of the panel from a hand's length before it, towards the head. */
export async function aimAtPanel(page: Page, at: Point, hand: Hand = 'right', ear?: Ear): Promise<void> {
  const head = ear ?? (await snapshot(page)).ear
  const share = 0.3 / distance(at, head.position)
  const from = at.map((value, axis) => value + share * ((head.position[axis] as number) - value)) as Point
  await aim(page, hand, { from, at, ear: head })
}

/** Points at a control from before the panel and clicks. */
export async function pressPanel(page: Page, label: string, group?: string, hand: Hand = 'right'): Promise<void> {
  const { position, ear } = await panelControl(page, label, group)
  await aimAtPanel(page, position, hand, ear)
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
