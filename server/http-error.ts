/** An error that becomes an answer: its status, and one sentence or another body. */
export class HttpError extends Error {
  readonly statusCode: number
  readonly body: object

  constructor(statusCode: number, message: string, body: object = { error: message }) {
    super(message)
    this.statusCode = statusCode
    this.body = body
  }
}
