import type { Page } from 'playwright-core'
import { computeDistance } from './demo-page.ts'
import { type Point, readSnapshot, type Snapshot, waitFrames } from './snapshot.ts'
import { aimAt, clickTrigger, type Handedness, setButton, setPinch } from './xr-controls.ts'

type ListenerPose = Snapshot['ear']

/** A control of the panel in the headset, as window.songwalk.panel() tells it; positions in world coordinates. */
export interface PanelControl {
  label: string
  group: string | null
  value: boolean | number | null
  position: Point
  /** The ends of a slider. */
  from?: Point
  to?: Point
}

export const readPanel = (page: Page): Promise<PanelControl[]> =>
  page.evaluate(() => (window as unknown as { songwalk: { panel(): PanelControl[] } }).songwalk.panel())

/** Calls the panel where it is folded to its mark: by Y, or by a pinch with the ray on the mark. */
async function openPanel(page: Page, hand: Handedness = 'right'): Promise<void> {
  await page.waitForFunction(() => window.songwalk.panel().length > 0, undefined, { polling: 'raf', timeout: 10_000 })
  const controls = await readPanel(page)
  const mark = controls[0]
  if (!mark || controls.length > 1) return
  const byButton = await page.evaluate(() => {
    const { xrDevice } = window
    const left = xrDevice?.primaryInputMode === 'controller' ? xrDevice.controllers.left : undefined
    if (left?.connected) left.updateButtonValue('y-button', 1)
    return left?.connected
  })
  if (byButton) {
    await waitFrames(page, 2)
    await page.evaluate(() => window.xrDevice?.controllers.left?.updateButtonValue('y-button', 0))
  } else {
    await aimAt(page, hand, { at: mark.position })
    await setPinch(page, hand, 1)
    await setPinch(page, hand, 0)
  }
  await page.waitForFunction(() => window.songwalk.panel().length > 1, undefined, { polling: 'raf', timeout: 10_000 })
  // It unfolds over some frames.
  await waitFrames(page, 20)
}

/** Waits for a control by its label, and by its group where labels repeat. */
export async function waitForPanelControl(
  page: Page,
  label: string,
  group?: string,
): Promise<PanelControl & { ear: ListenerPose }> {
  await openPanel(page)
  const found = await page.waitForFunction(
    ({ label, group }) => {
      const { songwalk } = window as unknown as {
        songwalk: { panel(): PanelControl[]; snapshot(): { ear: ListenerPose } }
      }
      const control = songwalk.panel().find((one) => one.label === label && (!group || one.group === group))
      return control ? { ...control, ear: songwalk.snapshot().ear } : null
    },
    { label, group },
    { polling: 'raf', timeout: 10_000 },
  )
  return (await found.jsonValue()) as PanelControl & { ear: ListenerPose }
}

/** Aims at a place of the panel from 30 cm before it, on the line to the head. */
export async function aimAtPanel(page: Page, at: Point, hand: Handedness = 'right', ear?: ListenerPose): Promise<void> {
  const head = ear ?? (await readSnapshot(page)).ear
  const share = 0.3 / computeDistance(at, head.position)
  const from = at.map((value, axis) => value + share * ((head.position[axis] as number) - value)) as Point
  await aimAt(page, hand, { from, at, ear: head })
}

/** Points at a control and clicks. */
export async function pressPanelControl(
  page: Page,
  label: string,
  group?: string,
  hand: Handedness = 'right',
): Promise<void> {
  const { position, ear } = await waitForPanelControl(page, label, group)
  await aimAtPanel(page, position, hand, ear)
  await clickTrigger(page, hand)
}

/** The place at a share (0-1) of a slider's length. */
export async function locateOnSlider(page: Page, label: string, share: number, group?: string): Promise<Point> {
  const { from, to } = await waitForPanelControl(page, label, group)
  if (!from || !to) throw new Error(`${label} is no slider`)
  return from.map((value, axis) => value + share * ((to[axis] as number) - value)) as Point
}

/** Presses a slider at the first share, drags it over the others and releases it at the last. */
export async function dragSlider(
  page: Page,
  label: string,
  shares: number[],
  hand: Handedness = 'right',
  group?: string,
): Promise<void> {
  for (const [k, share] of shares.entries()) {
    await aimAtPanel(page, await locateOnSlider(page, label, share, group), hand)
    if (k === 0) await setButton(page, hand, 'trigger', 1)
  }
  await setButton(page, hand, 'trigger', 0)
}
