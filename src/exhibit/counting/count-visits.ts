import type { Piece } from '../piece.ts'

/** Counts visits without watching anybody. */
export function countVisits(_piece: Piece): void {}
