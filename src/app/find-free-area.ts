import type { FreeArea } from '../../scenes/geometry/free-area.ts'

/** Which edge of the picture a part of the page stands at. */
export type PictureEdge = 'top' | 'bottom' | 'side'

/** A rectangle of the page, CSS pixels. */
export type PagePart = { edge: PictureEdge; left: number; top: number; right: number; bottom: number }

/** The part of the picture that controls and panels leave free; a panel stands at the side that it is nearer to. */
export function findFreeArea(width: number, height: number, parts: readonly PagePart[]): FreeArea {
  const area = { left: 0, top: 0, right: 1, bottom: 1 }
  for (const { edge, left, top, right, bottom } of parts) {
    if (edge === 'top') area.top = Math.max(area.top, bottom / height)
    else if (edge === 'bottom') area.bottom = Math.min(area.bottom, top / height)
    else if (left + right < width) area.left = Math.max(area.left, right / width)
    else area.right = Math.min(area.right, left / width)
  }
  return area
}
