import type { Page } from 'playwright-core'
import { type Point, type Snapshot, waitFrames } from './snapshot.ts'

export type Handedness = 'left' | 'right'
type ControllerButton = 'trigger' | 'squeeze' | 'thumbstick' | 'a-button' | 'b-button' | 'x-button' | 'y-button'

/**
 * Moves a controller or tracked hand to `from`, where given, and points it at `at`; both in world coordinates.
 * @param ear the listener's pose when the places were read: targets that move with the visitor (the panel) need it
 */
export async function aimAt(
  page: Page,
  hand: Handedness,
  { at, from, ear }: { at: Point; from?: Point; ear?: Snapshot['ear'] },
): Promise<void> {
  await page.evaluate(
    ({ hand, at, from, told }) => {
      const device = window.xrDevice
      const controller = (device?.primaryInputMode === 'hand' ? device.hands : device?.controllers)?.[hand]
      if (!device || !controller) throw new Error(`no ${hand} controller`)
      type Ear = { ear: { position: number[]; forward: number[] } }
      const handle = (window as unknown as { songwalk?: { snapshot(): Ear } }).songwalk
      const { x, y, z, w } = device.quaternion
      const head = device.position
      const facing = [-2 * (x * z + w * y), 0, -(1 - 2 * (x * x + y * y))]
      const ear = told ?? handle?.snapshot().ear ?? { position: [head.x, head.y, head.z], forward: facing }
      const heading = (v: number[]) => Math.atan2(v[0] ?? 0, v[2] ?? 0)
      const turn = heading(facing) - heading(ear.forward)
      const toRoom = (p: readonly number[]) => {
        const dx = (p[0] ?? 0) - (ear.position[0] ?? 0)
        const dz = (p[2] ?? 0) - (ear.position[2] ?? 0)
        return {
          x: head.x + Math.cos(turn) * dx + Math.sin(turn) * dz,
          y: head.y + (p[1] ?? 0) - (ear.position[1] ?? 0),
          z: head.z - Math.sin(turn) * dx + Math.cos(turn) * dz,
        }
      }
      const target = toRoom(at)
      if (from) {
        const start = toRoom(from)
        controller.position.set(start.x, start.y, start.z)
      }
      const start = controller.position
      const [dx, dy, dz] = [target.x - start.x, target.y - start.y, target.z - start.z]
      const yaw = Math.atan2(-dx, -dz) / 2
      const pitch = Math.atan2(dy, Math.hypot(dx, dz)) / 2
      const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)]
      controller.quaternion.set(cy * sp, sy * cp, -sy * sp, cy * cp)
    },
    { hand, at, from, told: ear },
  )
  // The pose reaches the scene with the next frame, the pointer's hit with the one after.
  await waitFrames(page, 3)
}

/** Points a hand straight up from a place, where no box is. */
export const aimUp = (page: Page, hand: Handedness, from: Point): Promise<void> =>
  aimAt(page, hand, { from, at: [from[0], 60, from[2]] })

/** Presses (1) or releases (0) a button and lets two frames see it. */
export async function setButton(page: Page, hand: Handedness, button: ControllerButton, value: number): Promise<void> {
  await page.evaluate(
    ({ hand, button, value }) => window.xrDevice?.controllers[hand]?.updateButtonValue(button, value),
    { hand, button, value },
  )
  await waitFrames(page, 2)
}

/** Presses a button for `held` frames; a click must be shorter than 300 ms. */
export async function pressButton(page: Page, hand: Handedness, button: ControllerButton, held = 2): Promise<void> {
  await setButton(page, hand, button, 1)
  await waitFrames(page, held)
  await setButton(page, hand, button, 0)
}

/** Presses and releases the trigger two frames apart, within the page: on a busy machine too this is a click. */
export async function clickTrigger(page: Page, hand: Handedness): Promise<void> {
  await page.evaluate(async (hand) => {
    const trigger = (value: number) => window.xrDevice?.controllers[hand]?.updateButtonValue('trigger', value)
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    trigger(1)
    await frame()
    await frame()
    trigger(0)
  }, hand)
  await waitFrames(page, 2)
}

/** Pushes a thumbstick (x right, y back, -1 to 1) for `held` frames and lets it go. */
export async function flickThumbstick(page: Page, hand: Handedness, x: number, y: number, held = 4): Promise<void> {
  const push = (x: number, y: number) =>
    page.evaluate(({ hand, x, y }) => window.xrDevice?.controllers[hand]?.updateAxes('thumbstick', x, y), {
      hand,
      x,
      y,
    })
  await push(x, y)
  await waitFrames(page, held)
  await push(0, 0)
  await waitFrames(page, 2)
}

/** Moves the head: room coordinates (meters, y up from the floor), `yaw` radians to the left of straight ahead. */
export async function moveHead(page: Page, position: Point, yaw = 0): Promise<void> {
  await page.evaluate(
    ({ position, yaw }) => {
      window.xrDevice?.position.set(...position)
      window.xrDevice?.quaternion.set(0, Math.sin(yaw / 2), 0, Math.cos(yaw / 2))
    },
    { position, yaw },
  )
  await waitFrames(page, 3)
}

export async function setInputMode(page: Page, mode: 'controller' | 'hand'): Promise<void> {
  await page.evaluate((mode) => {
    if (window.xrDevice) window.xrDevice.primaryInputMode = mode
  }, mode)
  await waitFrames(page, 3)
}

/** Pinches (1) or opens (0) a tracked hand. */
export async function setPinch(page: Page, hand: Handedness, value: number): Promise<void> {
  await page.evaluate(({ hand, value }) => window.xrDevice?.hands[hand]?.updatePinchValue(value), { hand, value })
  await waitFrames(page, 2)
}

/** Moves the tip of a tracked index finger to a place in the visitor's own space. */
export async function moveFingertipTo(page: Page, hand: Handedness, at: Point): Promise<void> {
  await page.evaluate(
    ({ hand, at }) =>
      new Promise<void>((resolve, reject) => {
        const { xrDevice } = window
        const session = xrDevice?.activeSession as unknown as XRSession | undefined
        if (!xrDevice || !session) return reject(new Error('no session'))
        const { position } = xrDevice.hands[hand] ?? {}
        void session.requestReferenceSpace('local-floor').then((space) =>
          session.requestAnimationFrame((_, frame) => {
            const source = [...session.inputSources].find(({ handedness }) => handedness === hand)
            const joint = source?.hand?.get('index-finger-tip')
            const tip = joint && frame.getJointPose?.(joint, space)?.transform.position
            if (!tip || !position) return reject(new Error(`no ${hand} finger`))
            position.set(position.x + at[0] - tip.x, position.y + at[1] - tip.y, position.z + at[2] - tip.z)
            resolve()
          }),
        )
      }),
    { hand, at },
  )
  await waitFrames(page, 3)
}

/** Connects or disconnects a controller. */
export const setControllerConnected = async (page: Page, hand: Handedness, connected: boolean) => {
  await page.evaluate(
    ({ hand, connected }) => {
      const controller = window.xrDevice?.controllers[hand]
      if (controller) controller.connected = connected
    },
    { hand, connected },
  )
  await waitFrames(page, 3)
}
