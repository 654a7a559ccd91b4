import { readLatin1, toDataView } from '../audio/bytes.ts'

/** A logical stream: its packets in order, and the granule position at the end of its last page. */
export type OggStream = { packets: Uint8Array[]; lastGranule: number }

type OggPage = {
  serial: number
  granule: number
  continued: boolean
  segmentLengths: Uint8Array
  bodyStart: number
  end: number
}

/** Page header and segment table (RFC 3533, section 6). */
function readOggPage(bytes: Uint8Array, at: number): OggPage | undefined {
  if (at + 27 > bytes.length || readLatin1(bytes, at, 4) !== 'OggS') return undefined
  const view = toDataView(bytes)
  const segments = view.getUint8(at + 26)
  const body = at + 27 + segments
  const lengths = bytes.subarray(at + 27, body)
  return {
    serial: view.getUint32(at + 14, true),
    granule: Number(view.getBigInt64(at + 6, true)),
    continued: (view.getUint8(at + 5) & 1) !== 0,
    segmentLengths: lengths,
    bodyStart: body,
    end: body + lengths.reduce((sum, length) => sum + length, 0),
  }
}

/**
 * Reads the first logical stream of an Ogg file, up to the first incomplete or damaged page.
 * @returns complete packets; `lastGranule` is -1 if no page completes one
 */
export function readOggStream(bytes: Uint8Array): OggStream {
  const packets: Uint8Array[] = []
  const serial = readOggPage(bytes, 0)?.serial
  let lastGranule = -1
  let pieces: Uint8Array[] = []
  for (let page = readOggPage(bytes, 0); page && page.end <= bytes.length; page = readOggPage(bytes, page.end)) {
    if (page.serial !== serial) continue
    if (!page.continued) pieces = []
    let at = page.bodyStart
    for (const length of page.segmentLengths) {
      pieces.push(bytes.subarray(at, at + length))
      at += length
      // A segment of 255 bytes continues in the next one.
      if (length === 255) continue
      packets.push(Buffer.concat(pieces))
      pieces = []
    }
    if (page.granule >= 0) lastGranule = page.granule
  }
  return { packets, lastGranule }
}
