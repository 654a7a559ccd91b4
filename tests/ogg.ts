/** A page of an Ogg file (RFC 3533, section 6), for tests that change or make such files. */
export type TestOggPage = {
  /** 1 continued, 2 first, 4 last. */
  flags: number
  granule: number
  serial: number
  sequence: number
  segments: number[]
  body: Uint8Array
}

export function splitOgg(bytes: Uint8Array): TestOggPage[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const pages: TestOggPage[] = []
  for (let at = 0; at < bytes.length; ) {
    const segments = Array.from(bytes.subarray(at + 27, at + 27 + bytes[at + 26]!))
    const bodyAt = at + 27 + segments.length
    const end = segments.reduce((sum, length) => sum + length, bodyAt)
    pages.push({
      flags: bytes[at + 5]!,
      granule: Number(view.getBigInt64(at + 6, true)),
      serial: view.getUint32(at + 14, true),
      sequence: view.getUint32(at + 18, true),
      segments,
      body: bytes.subarray(bodyAt, end),
    })
    at = end
  }
  return pages
}

/** A page of whole packets. */
export function packPage(packets: Uint8Array[], page: Omit<TestOggPage, 'segments' | 'body'>): TestOggPage {
  const segments = packets.flatMap(({ length }) => [...new Array(Math.floor(length / 255)).fill(255), length % 255])
  return { ...page, segments, body: Uint8Array.from(packets.flatMap((packet) => Array.from(packet))) }
}

export const joinOgg = (pages: TestOggPage[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.concat(pages.map(writePage)))

function writePage({ flags, granule, serial, sequence, segments, body }: TestOggPage): Buffer {
  const header = Buffer.alloc(27)
  header.write('OggS')
  header[5] = flags
  header.writeBigInt64LE(BigInt(granule), 6)
  header.writeUInt32LE(serial, 14)
  header.writeUInt32LE(sequence, 18)
  header[26] = segments.length
  const page = Buffer.concat([header, Buffer.from(segments), body])
  let crc = 0
  for (const byte of page) {
    crc ^= byte << 24
    for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1
  }
  page.writeUInt32LE(crc >>> 0, 22)
  return page
}
