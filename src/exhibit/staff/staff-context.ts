import type { Piece } from '../exhibit-context.ts'
import type { Counting } from '../statistics/visit-statistics.ts'
import { createKeep } from './local-storage.ts'
import { createVerifier, type Verifier } from './offline-pin.ts'
import { createLock, type Lock } from './pin-lockout.ts'
import { type StaffWords, staffWords } from './staff-i18n.ts'
import { createHeat, type Heat } from './touch-heatmap.ts'
import { createLevel, type Level } from './volume-override.ts'

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
