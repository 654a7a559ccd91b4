import type { ByteSource } from '../byte-source.ts'
import { createByteWindow } from '../byte-window.ts'

/** A parser that asks for bytes [from, to) and gets them, fewer at the end: it runs on memory and on files alike. */
export type HeaderParser<Result> = Generator<[from: number, to: number], Result, Uint8Array>

/** Headers lie close together. */
const HEADER_BYTES = 4096

/** Runs a parser on the first bytes of a file. */
export function parseBytes<Result>(parser: HeaderParser<Result>, bytes: Uint8Array): Result {
  let step = parser.next()
  while (!step.done) step = parser.next(bytes.subarray(...step.value))
  return step.value
}

/** Runs a parser on a file. */
export async function parseSource<Result>(parser: HeaderParser<Result>, source: ByteSource): Promise<Result> {
  const read = createByteWindow(source, HEADER_BYTES)
  let step = parser.next()
  while (!step.done) step = parser.next(await read(...step.value))
  return step.value
}
