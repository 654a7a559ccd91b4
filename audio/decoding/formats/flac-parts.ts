import { findText, readLatin1 } from '../../bytes.ts'
import type { Hertz, Samples } from '../../units.ts'
import type { ByteSource } from '../byte-source.ts'
import { createFlacFrameDecoder } from '../codecs/flac-decoder.ts'
import { conformLength } from '../conform-blocks.ts'
import { type FlacHeader, readFlacHeader } from './flac.ts'
import { findFlacEnd } from './flac-frames.ts'
import { parseSource } from './header-parser.ts'

/** Bytes that are searched at once. */
const SEARCH_BYTES = 2 ** 22
/** Signature and header of STREAMINFO, which is the first block and has 34 bytes, with or without a following one. */
const SIGNATURE = 'fLaC'
const START_BYTES = 8

/** The bytes [from, to) of a source. */
const sliceSource = ({ read }: ByteSource, from: number, to: number): ByteSource => ({
  size: to - from,
  read: (start, end) => read(from + start, Math.min(from + end, to)),
})

/** The offsets at which FLAC files begin within a file. */
async function findStarts(source: ByteSource): Promise<number[]> {
  const starts: number[] = []
  for (let at = 0; at < source.size; at += SEARCH_BYTES) {
    const bytes = await source.read(at, at + SEARCH_BYTES + START_BYTES - 1)
    const isStart = (i: number) => (bytes[i + 4]! & 127) === 0 && readLatin1(bytes, i + 5, 3) === '\0\0\x22'
    for (
      let i = findText(bytes, SIGNATURE, 0, bytes.length);
      i >= 0;
      i = findText(bytes, SIGNATURE, i + 1, bytes.length)
    )
      if (i + START_BYTES <= bytes.length && isStart(i)) starts.push(at + i)
  }
  return starts
}

/**
 * The length of several FLAC files that were joined to one, each by the number of its last frame.
 * @param sampleRate of the first one, to which the others are changed
 * @returns undefined for a single one
 */
export async function measureJoinedFlac(source: ByteSource, sampleRate: Hertz): Promise<Samples | undefined> {
  const starts = await findStarts(source)
  if (starts.length < 2) return undefined
  let frames: Samples = 0
  for (const [i, start] of starts.entries()) {
    const part = sliceSource(source, start, starts[i + 1] ?? source.size)
    const header = await parseSource(readFlacHeader(part.size), part)
    if (header)
      frames += conformLength(await measurePart(part, header), header.info.sampleRate || sampleRate, sampleRate)
  }
  return frames
}

async function measurePart(part: ByteSource, { info, framesStart }: FlacHeader): Promise<Samples> {
  const decoder = await createFlacFrameDecoder(info)
  return (await findFlacEnd(part, decoder, framesStart)) ?? 0
}
