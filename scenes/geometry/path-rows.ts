import type { Meters, Radians } from '../../audio/units.ts'

/** A line folded into rows before the form, like a text that is read to and fro: arcs around the heart, joined by half circles. */
export type PathRows = {
  /** Radius of the first row, and how much nearer to the heart each further one is. */
  startRadius: Meters
  turnSpacing: Meters
  /** As seen from the heart, the same for all rows. */
  rowAngle: Radians
}

/** Distance between two rows: bends are as wide as a rider likes them. */
const ROW_SPACING_M: Meters = 0.8
/** The rows lie before the form, not around it. */
const MAX_ROW_ANGLE_RAD: Radians = 1.92

/** Lays a line of `length` into as few rows as fit before the form; the last one ends at `endRadius`. */
export function createPathRows(length: Meters, endRadius: Meters): PathRows {
  for (let rows = 1; ; rows++) {
    const bends = ((rows - 1) * Math.PI * ROW_SPACING_M) / 2
    const radii = rows * endRadius + (ROW_SPACING_M * rows * (rows - 1)) / 2
    const rowAngle = Math.max(0, length - bends) / radii
    if (rowAngle <= MAX_ROW_ANGLE_RAD)
      return { startRadius: endRadius + (rows - 1) * ROW_SPACING_M, turnSpacing: ROW_SPACING_M, rowAngle }
  }
}

const getRowRadius = ({ startRadius, turnSpacing }: PathRows, row: number): Meters => startRadius - row * turnSpacing

/** Where a row begins along the line. */
const getRowStart = ({ startRadius, turnSpacing, rowAngle }: PathRows, row: number): Meters =>
  rowAngle * (row * startRadius - (turnSpacing * row * (row - 1)) / 2) + (row * Math.PI * turnSpacing) / 2

/**
 * Writes a point of the line and the heading there, relative to the heart.
 * @param out receives x, z and the heading (the yaw whose -z looks along the line).
 */
export function writeRowPoint(rows: PathRows, distance: Meters, out: Float64Array): void {
  const { turnSpacing, rowAngle } = rows
  let row = 0
  while (getRowStart(rows, row + 1) <= distance && getRowRadius(rows, row + 1) > turnSpacing) row++
  const radius = getRowRadius(rows, row)
  const along = distance - getRowStart(rows, row)
  const isBack = row % 2 === 1
  const length = rowAngle * radius
  // Beyond its row the line bends around a middle between this row and the next.
  const bend: Radians = Math.max(0, (along - length) / (turnSpacing / 2))
  const share = Math.min(along, length) / radius
  const angle: Radians = isBack ? rowAngle - share : share
  const middle = radius - (bend > 0 ? turnSpacing / 2 : 0)
  const arm = bend > 0 ? turnSpacing / 2 : 0
  const sign = isBack ? -1 : 1
  const outward = middle + arm * Math.cos(bend)
  const onward = sign * arm * Math.sin(bend)
  const c = Math.cos(angle)
  const s = Math.sin(angle)
  out[0] = -s * outward - c * onward
  out[1] = c * outward - s * onward
  out[2] = sign * (Math.PI / 2 - bend) - angle
}

/**
 * Inverse of `writeRowPoint`: projects a point onto the line.
 * @param x relative to the heart, as `z`.
 * @param maxOffset largest distance from the middle line.
 * @returns distance from the line's beginning, negative shortly before it; NaN beside it.
 */
export function findRowDistance(rows: PathRows, x: Meters, z: Meters, maxOffset: Meters): Meters {
  const { startRadius, turnSpacing, rowAngle } = rows
  const radius = Math.hypot(x, z)
  const angle: Radians = Math.atan2(-x, z)
  const row = Math.max(0, Math.round((startRadius - radius) / turnSpacing))
  const isInRow = angle >= 0 && angle <= rowAngle
  const isOnRow = Math.abs(getRowRadius(rows, row) - radius) <= maxOffset
  if (isOnRow && (isInRow || (row === 0 && angle < 0)))
    return getRowStart(rows, row) + getRowRadius(rows, row) * (row % 2 === 1 ? rowAngle - angle : angle)
  return isInRow ? Number.NaN : findBend(rows, x, z, maxOffset)
}

/** As `findRowDistance`, for the half circles at both ends of the rows. */
function findBend(rows: PathRows, x: Meters, z: Meters, maxOffset: Meters): Meters {
  const { startRadius, turnSpacing, rowAngle } = rows
  const isBack = Math.atan2(-x, z) < rowAngle / 2
  const c = Math.cos(isBack ? 0 : rowAngle)
  const s = Math.sin(isBack ? 0 : rowAngle)
  const outward = -s * x + c * z
  const onward = (isBack ? -1 : 1) * (-c * x - s * z)
  const first = isBack ? 1 : 0
  const row =
    first + 2 * Math.max(0, Math.round((getRowRadius(rows, first) - turnSpacing / 2 - outward) / turnSpacing / 2))
  const fromMiddle = outward - (startRadius - (row + 0.5) * turnSpacing)
  if (onward < 0 || Math.abs(Math.hypot(fromMiddle, onward) - turnSpacing / 2) > maxOffset) return Number.NaN
  const bend: Radians = Math.atan2(onward, fromMiddle)
  return getRowStart(rows, row) + rowAngle * getRowRadius(rows, row) + (bend * turnSpacing) / 2
}
