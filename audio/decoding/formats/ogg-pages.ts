import { findText, readLatin1, toDataView } from '../../bytes.ts'
import type { Samples } from '../../units.ts'
import type { ByteSource } from '../byte-source.ts'
import { createByteWindow } from '../byte-window.ts'
import { computeOggCrc } from './ogg-crc.ts'

/** A page of an Ogg file (RFC 3533, section 6). */
export type OggPage = {
  serial: number
  sequence: number
  /** The position at the end of the last packet that ends on the page; undefined if none does. */
  granule: Samples | undefined
  /** The first segment continues a packet of the page before. */
  continued: boolean
  /** First page of a logical stream. */
  first: boolean
  segmentLengths: Uint8Array
  body: Uint8Array
}

const HEADER_BYTES = 27
const MAX_PAGE_BYTES = HEADER_BYTES + 255 + 255 * 255
const CRC_AT = 22
const noCrc = new Uint8Array(4)

/** @param bytes from the beginning of the page to its end or further */
function parseOggPage(bytes: Uint8Array, isChecked: boolean): { page: OggPage; length: number } | undefined {
  if (bytes.length < HEADER_BYTES || readLatin1(bytes, 0, 4) !== 'OggS' || bytes[4] !== 0) return undefined
  const view = toDataView(bytes)
  const bodyAt = HEADER_BYTES + view.getUint8(26)
  const segmentLengths = bytes.subarray(HEADER_BYTES, bodyAt)
  const length = segmentLengths.reduce((sum, bytes) => sum + bytes, bodyAt)
  if (bytes.length < length) return undefined
  if (isChecked) {
    const crc = computeOggCrc(noCrc, computeOggCrc(bytes.subarray(0, CRC_AT)))
    if (computeOggCrc(bytes.subarray(CRC_AT + 4, length), crc) !== view.getUint32(CRC_AT, true)) return undefined
  }
  const flags = view.getUint8(5)
  const granule = view.getBigInt64(6, true)
  const page = {
    serial: view.getUint32(14, true),
    sequence: view.getUint32(18, true),
    granule: granule >= 0n && granule < 2n ** 53n ? Number(granule) : undefined,
    continued: (flags & 1) !== 0,
    first: (flags & 2) !== 0,
    segmentLengths,
    body: bytes.subarray(bodyAt, length),
  }
  return { page, length }
}

/**
 * The complete pages of a file in order; what is no page is skipped.
 * @param isChecked pages with a wrong CRC are skipped, too
 */
export async function* readOggPages(
  source: ByteSource,
  { from = 0, isChecked = true } = {},
): AsyncGenerator<OggPage, void, undefined> {
  const readWindow = createByteWindow(source)
  for (let at = from; at + HEADER_BYTES <= source.size; ) {
    const bytes = await readWindow(at, at + MAX_PAGE_BYTES)
    // The file became shorter.
    if (bytes.length === 0) return
    const found = parseOggPage(bytes, isChecked)
    if (found) {
      yield found.page
      at += found.length
    } else {
      const next = findText(bytes, 'OggS', 1, bytes.length)
      // The last three bytes may be the beginning of a page.
      at += next > 0 ? next : Math.max(1, bytes.length - 3)
    }
  }
}
