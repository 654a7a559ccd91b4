import type { FreeArea } from '../../scenes/geometry/free-area.ts'

/**
 * Which edge of the picture a part of the page stands at; one in a lower corner takes away the side or the foot, whichever
 * is less, and one of the top that a tall screen shows lower takes away the foot.
 */
export type PictureEdge = 'top' | 'bottom' | 'side' | 'corner'

/** A rectangle of the page, CSS pixels. */
export type PagePart = { edge: PictureEdge; left: number; top: number; right: number; bottom: number }

/** The part of the picture that controls and panels leave free; a panel stands at the side that it is nearer to. */
export function findFreeArea(width: number, height: number, parts: readonly PagePart[]): FreeArea {
  const area = { left: 0, top: 0, right: 1, bottom: 1 }
  for (const { edge, left, top, right, bottom } of parts) {
    const isAtLeft = left + right < width
    const sideShare = isAtLeft ? right / width : 1 - left / width
    const isHead = edge === 'top' && top + bottom < height
    const isFoot =
      edge === 'bottom' || (edge === 'top' && !isHead) || (edge === 'corner' && 1 - top / height < sideShare)
    if (isHead) area.top = Math.max(area.top, bottom / height)
    else if (isFoot) area.bottom = Math.min(area.bottom, top / height)
    else if (isAtLeft) area.left = Math.max(area.left, sideShare)
    else area.right = Math.min(area.right, 1 - sideShare)
  }
  return area
}
