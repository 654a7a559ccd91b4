import type { Page } from 'playwright-core'
import { type Point, waitFrames } from './snapshot.ts'

/** A table in front of the phone, its top this high; beside it is only floor. */
export const TABLE_HEIGHT_M = 0.74

/** What the emulated device knows of the room. */
export interface EmulatedRoom {
  /** Average radiance, as light estimation tells it. */
  light: number
  /** Features that were asked for with the last session, and the overlay's id. */
  requestedFeatures: string[]
  overlayId: string
  /** How many anchors live. */
  countAnchors(): number
  /** The device has learned better where it is: anchors move. */
  shiftAnchors(x: number, y: number, z: number): void
  /** From now on the device cannot look for surfaces. */
  disableHitTest(): void
}

declare global {
  interface Window {
    realRoom: EmulatedRoom
  }
}

/**
 * The emulated headset becomes a phone in a room: no controllers, a table and a floor for hit tests, a light-grey
 * picture instead of the camera's, light estimation, and a look at its anchors.
 */
export async function emulatePhone(page: Page): Promise<void> {
  await page.evaluate((table) => {
    const device = window.xrDevice
    const { xr } = navigator
    if (!device || !xr) throw new Error('no device')
    for (const hand of ['left', 'right'] as const) {
      const controller = device.controllers[hand]
      if (controller) controller.connected = false
    }

    class Room {
      environmentCanvas = document.createElement('canvas')
      constructor() {
        const canvas = this.environmentCanvas
        canvas.width = 412
        canvas.height = 915
        Object.assign(canvas.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' })
        const paint = canvas.getContext('2d')
        if (!paint) return
        const wall = paint.createLinearGradient(0, 0, 0, 915)
        wall.addColorStop(0, '#c9c6c0')
        wall.addColorStop(0.3, '#dedbd5')
        wall.addColorStop(0.31, '#e9e7e3')
        wall.addColorStop(1, '#f6f4f1')
        paint.fillStyle = wall
        paint.fillRect(0, 0, 412, 915)
      }
      render() {}
      /** A ray leads along -z of the matrix it is given as. */
      computeHitTestResults(ray: Float32Array) {
        const [ox = 0, oy = 0, oz = 0] = ray.subarray(12, 15)
        const [dx, dy, dz] = [-(ray[8] ?? 0), -(ray[9] ?? 0), -(ray[10] ?? 0)]
        const hits: Float32Array[] = []
        for (const height of [table, 0]) {
          const way = (height - oy) / dy
          const [x, z] = [ox + dx * way, oz + dz * way]
          if (!(way > 0) || way > 8) continue
          if (height === table && (Math.abs(x) > 0.7 || z > -0.2 || z < -1.4)) continue
          hits.push(new Float32Array([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, x, height, z, 1]))
        }
        return hits
      }
    }
    device.installSEM(Room as never)

    const alive = new Set<XRAnchor>()
    const moved = { x: 0, y: 0, z: 0 }
    const real: EmulatedRoom = {
      light: 0.5,
      requestedFeatures: [],
      overlayId: '',
      countAnchors: () => alive.size,
      shiftAnchors: (x, y, z) => {
        moved.x += x
        moved.y += y
        moved.z += z
      },
      disableHitTest: () => Object.assign(XRSession.prototype, { requestHitTestSource: undefined }),
    }
    window.realRoom = real

    const request = xr.requestSession.bind(xr)
    xr.requestSession = (mode, init) => {
      real.requestedFeatures = [...(init?.requiredFeatures ?? []), ...(init?.optionalFeatures ?? [])]
      real.overlayId = init?.domOverlay?.root.id ?? ''
      alive.clear()
      return request(mode, init)
    }
    Object.assign(XRSession.prototype, { requestLightProbe: async () => new EventTarget() })
    const { createAnchor, getPose } = XRFrame.prototype
    const spaces = new WeakSet<XRSpace>()
    Object.assign(XRFrame.prototype, {
      getLightEstimate: () => ({ sphericalHarmonicsCoefficients: new Float32Array(27).fill(real.light / 0.282095) }),
      async createAnchor(this: XRFrame, pose: XRRigidTransform, space: XRSpace) {
        const anchor = (await createAnchor?.call(this, pose, space)) as XRAnchor
        alive.add(anchor)
        spaces.add(anchor.anchorSpace)
        const { delete: remove } = anchor
        anchor.delete = () => {
          alive.delete(anchor)
          remove.call(anchor)
        }
        return anchor
      },
      getPose(this: XRFrame, space: XRSpace, base: XRSpace) {
        const pose = getPose.call(this, space, base)
        if (!pose || !spaces.has(space)) return pose
        const { position: p, orientation } = pose.transform
        return { transform: { position: { x: p.x + moved.x, y: p.y + moved.y, z: p.z + moved.z }, orientation } }
      },
    })
  }, TABLE_HEIGHT_M)
}

/** Holds the phone at a place, looking at another. */
export async function pointPhoneAt(page: Page, from: Point, at: Point): Promise<void> {
  await page.evaluate(
    ({ from, at }) => {
      const [dx, dy, dz] = [at[0] - from[0], at[1] - from[1], at[2] - from[2]]
      const yaw = Math.atan2(-dx, -dz) / 2
      const pitch = Math.atan2(dy, Math.hypot(dx, dz)) / 2
      const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)]
      window.xrDevice?.position.set(...from)
      window.xrDevice?.quaternion.set(cy * sp, sy * cp, -sy * sp, cy * cp)
    },
    { from, at },
  )
  await waitFrames(page, 3)
}

/** A finger as the session itself tells of it: an input source that is there while it touches the glass. */
export async function tapWithScreenInput(page: Page, at: Point): Promise<void> {
  const trigger = (value: number) =>
    page.evaluate((value) => window.xrDevice?.controllers.right?.updateButtonValue('trigger', value), value)
  await page.evaluate((at) => {
    const device = window.xrDevice
    const finger = device?.controllers.right
    if (!device || !finger) throw new Error('no input')
    Object.defineProperty(finger.inputSource, 'targetRayMode', { value: 'screen', configurable: true })
    const { x, y, z } = device.position
    const [dx, dy, dz] = [at[0] - x, at[1] - y, at[2] - z]
    const yaw = Math.atan2(-dx, -dz) / 2
    const pitch = Math.atan2(dy, Math.hypot(dx, dz)) / 2
    const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)]
    finger.position.set(x, y, z)
    finger.quaternion.set(cy * sp, sy * cp, -sy * sp, cy * cp)
    finger.connected = true
  }, at)
  await waitFrames(page, 3)
  await trigger(1)
  await waitFrames(page, 2)
  await trigger(0)
  await waitFrames(page, 2)
  await page.evaluate(() => {
    const finger = window.xrDevice?.controllers.right
    if (finger) finger.connected = false
  })
}
