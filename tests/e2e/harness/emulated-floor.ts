import type { Page } from 'playwright-core'

/** From the next session on the headset reports this boundary: x, z of each corner; null: none. */
export const emulateFloor = (page: Page, corners: readonly number[] | null): Promise<void> =>
  page.evaluate((corners) => {
    const all = window as unknown as { XRSession: { prototype: XRSession }; floorCorners?: readonly number[] | null }
    const isFirst = all.floorCorners === undefined
    all.floorCorners = corners
    if (!isFirst) return
    const { prototype } = all.XRSession
    const request = prototype.requestReferenceSpace
    prototype.requestReferenceSpace = async function (this: XRSession, type: XRReferenceSpaceType) {
      const space = await request.call(this, type)
      const { floorCorners } = all
      if (type === 'bounded-floor')
        Object.defineProperty(space, 'boundsGeometry', {
          value: Array.from(
            { length: (floorCorners?.length ?? 0) / 2 },
            (_, k) => new DOMPoint(floorCorners?.[k * 2], 0, floorCorners?.[k * 2 + 1]),
          ),
        })
      return space
    } as typeof request
  }, corners)
