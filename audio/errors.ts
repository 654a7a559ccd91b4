/**
 * An error whose message is written for the visitor: one clear sentence that says what to do.
 * Everything else that is thrown is a bug and is reported as such.
 */
export class SongError extends Error {
  override readonly name = 'SongError'
}
