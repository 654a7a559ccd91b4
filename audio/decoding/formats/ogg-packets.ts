import { concatBytes } from '../../bytes.ts'
import type { OggPage } from './ogg-pages.ts'

/** The packets that end on a page. */
export type OggPackets = {
  packets: Uint8Array[]
  /** Pages before this one are missing. */
  lost: boolean
}

/** Joins the segments of one logical stream to packets (RFC 3533, section 5). Takes its pages in order. */
export function createOggPacketReader(): (page: OggPage) => OggPackets {
  let sequence: number | undefined
  /** Of the packet that the next page continues; undefined if its beginning is missing. */
  let pieces: Uint8Array[] | undefined
  return (page) => {
    const lost = sequence !== undefined && page.sequence !== (sequence + 1) >>> 0
    sequence = page.sequence
    if (lost || !page.continued) pieces = page.continued ? undefined : []
    const packets: Uint8Array[] = []
    let from = 0
    let to = 0
    for (const length of page.segmentLengths) {
      to += length
      // A segment of 255 bytes continues in the next one.
      if (length === 255) continue
      if (pieces) packets.push(concatBytes([...pieces, page.body.subarray(from, to)]))
      pieces = []
      from = to
    }
    if (from < to) pieces?.push(page.body.subarray(from, to))
    return { packets, lost }
  }
}
