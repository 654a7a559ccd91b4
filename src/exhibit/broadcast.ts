import type { Piece } from './piece.ts'

/** Tells spectators what the visitor does. */
export function broadcast(_piece: Piece): void {}
