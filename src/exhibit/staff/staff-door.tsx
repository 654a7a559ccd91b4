import type { Piece } from '../piece.ts'

/** A hidden gesture opens the staff's panel. */
export function StaffDoor(_: { piece: Piece }) {
  return null
}
