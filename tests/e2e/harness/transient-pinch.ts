import type { Page } from 'playwright-core'
import { type Point, waitFrames } from './snapshot.ts'
import { aimAt, setControllerConnected } from './xr-controls.ts'

/**
 * Makes the right controller the transient pointer of gaze and pinch: there only while it pinches, without buttons; its
 * press is told with its appearance, in the same frame. The emulator has none of its own.
 */
export async function emulateTransientPointer(page: Page): Promise<void> {
  for (const hand of ['left', 'right'] as const) await setControllerConnected(page, hand, false)
  await page.evaluate(() => {
    const source = window.xrDevice?.controllers.right?.inputSource
    for (const [name, value] of Object.entries({ targetRayMode: 'transient-pointer', gamepad: undefined }))
      Object.defineProperty(source, name, { get: () => value, configurable: true })
  })
}

/** Looks from the head at a place, and pinches. */
export async function startPinch(page: Page, from: Point, at: Point): Promise<void> {
  await aimAt(page, 'right', { from, at })
  await page.evaluate(() => {
    const { xrDevice } = window
    const session = xrDevice?.activeSession as unknown as XRSession
    const right = xrDevice?.controllers.right
    if (!right) throw new Error('no controller')
    const tell = () =>
      session.dispatchEvent(Object.assign(new Event('selectstart'), { inputSource: right.inputSource, session }))
    session.addEventListener('inputsourceschange', tell, { once: true })
    right.connected = true
  })
  await waitFrames(page, 3)
}

/** Opens the pinch: its pointer goes away in the same frame. */
export async function endPinch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { xrDevice } = window
    const session = xrDevice?.activeSession as unknown as XRSession
    const right = xrDevice?.controllers.right
    for (const type of ['select', 'selectend'])
      session.dispatchEvent(Object.assign(new Event(type), { inputSource: right?.inputSource, session }))
    if (right) right.connected = false
  })
  await waitFrames(page, 3)
}
