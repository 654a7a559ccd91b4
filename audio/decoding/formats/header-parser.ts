import type { ByteSource } from '../byte-source.ts'

/** A parser that asks for bytes [from, to) and gets them, fewer at the end: it runs on memory and on files alike. */
export type HeaderParser<Result> = Generator<[from: number, to: number], Result, Uint8Array>

/** Headers lie close together. */
const MIN_READ_BYTES = 4096

/** Runs a parser on the first bytes of a file. */
export function parseBytes<Result>(parser: HeaderParser<Result>, bytes: Uint8Array): Result {
  let step = parser.next()
  while (!step.done) step = parser.next(bytes.subarray(...step.value))
  return step.value
}

/** Runs a parser on a file. */
export async function parseSource<Result>(parser: HeaderParser<Result>, source: ByteSource): Promise<Result> {
  let start = 0
  let bytes = new Uint8Array(0)
  let step = parser.next()
  while (!step.done) {
    const [from, to] = step.value
    if (from < start || Math.min(to, source.size) > start + bytes.length) {
      bytes = await source.read(from, Math.min(source.size, Math.max(to, from + MIN_READ_BYTES)))
      start = from
    }
    step = parser.next(bytes.subarray(from - start, to - start))
  }
  return step.value
}
