import type { Page } from 'playwright-core'
import type { Point } from './snapshot.ts'
import type { Handedness } from './xr-controls.ts'

/** Bends all fingers: the emulator's pointing hand with its index finger bent too. */
export const setFist = (page: Page, hand: Handedness, closed: boolean): Promise<void> =>
  page.evaluate(
    ({ hand, closed }) => {
      type Pose = { jointTransforms: Record<string, unknown> }
      const tracked = window.xrDevice?.hands[hand] as unknown as Record<symbol, { poses: Record<string, Pose> }>
      for (const inner of Object.getOwnPropertySymbols(tracked)) {
        const poses = tracked[inner]?.poses
        const point = poses?.point?.jointTransforms
        if (poses && point)
          poses.fist = { jointTransforms: { ...point, 'index-finger-tip': point['middle-finger-tip'] } }
      }
      Object.assign(tracked, { poseId: closed ? 'fist' : 'default' })
    },
    { hand, closed },
  )

/** Turns the head to face a place. */
export const turnHeadTo = (page: Page, at: Point): Promise<void> =>
  page.evaluate(([x, y, z]) => {
    const device = window.xrDevice
    if (!device) throw new Error('no headset')
    const { position: eye } = device
    const yaw = Math.atan2(eye.x - x, eye.z - z) / 2
    const pitch = Math.atan2(y - eye.y, Math.hypot(x - eye.x, z - eye.z)) / 2
    const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)]
    device.quaternion.set(cy * sp, sy * cp, -sy * sp, cy * cp)
  }, at)
