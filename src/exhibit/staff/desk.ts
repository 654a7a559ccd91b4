import type { Counting } from '../counting/count-visits.ts'
import type { Piece } from '../piece.ts'
import { createHeat, type Heat } from './heat.ts'
import { createKeep } from './kept.ts'
import { createLevel, type Level } from './level.ts'
import { createLock, type Lock } from './lock.ts'
import { createVerifier, type Verifier } from './verifier.ts'
import { type StaffWords, staffWords } from './words.ts'

/** Everything the staff's panel works with, as long as the page is open. */
export type Desk = {
  piece: Piece
  counting: Counting
  lock: Lock
  verifier: Verifier
  level: Level
  heat: Heat
  words: StaffWords
}

export function createDesk(piece: Piece, counting: Counting): Desk {
  const keep = createKeep()
  return {
    piece,
    counting,
    lock: createLock(keep),
    verifier: createVerifier(keep),
    level: createLevel(piece, keep),
    heat: createHeat(piece),
    words: staffWords(piece.exhibit.languages[0] ?? 'en'),
  }
}
