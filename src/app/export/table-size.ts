import type { Meters } from '../../../audio/units.ts'
import { type ColoredBoxes, createBoxMesh } from '../../../scenes/geometry/box-mesh.ts'

/** The longer side of the form on a table. */
const TABLE_SIZE_M: Meters = 0.6

/** Finds the middle of all boxes, seen from above, and the scale that sizes them for a table. */
export function fitToTable(solids: readonly ColoredBoxes[]): { x: Meters; z: Meters; scale: number } {
  const low = [Infinity, Infinity, Infinity]
  const high = [-Infinity, -Infinity, -Infinity]
  for (const solid of solids) {
    const { position } = createBoxMesh(solid)
    for (let i = 0; i < position.length; i++) {
      low[i % 3] = Math.min(low[i % 3]!, position[i]!)
      high[i % 3] = Math.max(high[i % 3]!, position[i]!)
    }
  }
  const width = Math.max(high[0]! - low[0]!, high[2]! - low[2]!)
  return { x: (low[0]! + high[0]!) / 2, z: (low[2]! + high[2]!) / 2, scale: TABLE_SIZE_M / width }
}
