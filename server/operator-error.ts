import { SongError } from '../audio/song-error.ts'

/** An error whose message is for the person at the command line: one English sentence that says what to do. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError'
}

/** Whether the message can be shown as it is; other errors are bugs. */
export const isExpectedError = (error: unknown): error is SongError | OperatorError =>
  error instanceof SongError || error instanceof OperatorError
