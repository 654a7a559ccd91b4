import type { ByteSource } from './byte-source.ts'
import { skipAllId3 } from './formats/mpeg.ts'

/** Enough for the headers of all formats but mp4, which can have them at its end. */
const HEAD_BYTES = 65536

/** The beginning of a file: all of its leading ID3 tags, and what follows. */
export async function readHead(source: ByteSource): Promise<Uint8Array<ArrayBuffer>> {
  let head = await source.read(0, HEAD_BYTES)
  for (let start = 0; skipAllId3(head) > start && start < source.size; head = await source.read(0, start + HEAD_BYTES))
    start = skipAllId3(head)
  return head
}
