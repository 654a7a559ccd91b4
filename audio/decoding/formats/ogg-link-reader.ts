import type { Samples } from '../../units.ts'
import type { OggCodec, OggSound } from './ogg-codecs.ts'
import type { OggLink } from './ogg-links.ts'
import { createOggPacketReader } from './ogg-packets.ts'
import type { OggPage } from './ogg-pages.ts'

/** The packets of sound that end on one page, at least one. */
export type OggSoundPage = {
  sound: OggSound
  packets: Uint8Array[]
  /** Granule positions of the page's first sample and of the end of its last one; negative in front of the sound. */
  from: Samples
  to: Samples
}

/**
 * Reads the headers and then the positions of one link. Takes its pages in order.
 * @returns undefined for pages on which no packet of sound ends; throws a RangeError if headers are missing or damaged
 */
function createOggLinkReader(codec: OggCodec): (page: OggPage) => OggSoundPage | undefined {
  const readPackets = createOggPacketReader()
  const headers: Uint8Array[] = []
  let stream: { sound: OggSound; countSamples: ReturnType<OggSound['createCounter']> } | undefined
  let position: Samples | undefined
  return (page) => {
    const { packets: found, lost } = readPackets(page)
    const packets = found.filter((packet) => packet.length > 0 && (stream || !codec.isHeader(packet)))
    if (!stream) headers.push(...found.filter(codec.isHeader))
    if (packets.length === 0) return undefined
    if (!stream) {
      const sound = codec.parseHeaders(headers)
      stream = { sound, countSamples: sound.createCounter() }
    }
    const { sound, countSamples } = stream
    const count = packets.reduce((sum, packet) => sum + countSamples(packet), 0)
    const isUnknown = position === undefined || lost
    const from = isUnknown ? (page.granule ?? count) - count : position!
    position = page.granule ?? from + count
    return { sound, packets, from, to: position }
  }
}

/** A link whose headers are read. */
export type OpenOggLink = {
  sound: OggSound
  first: OggSoundPage
  /** Reads the pages after the first one. */
  readPage: (page: OggPage) => OggSoundPage | undefined
}

/**
 * Reads the pages of a link up to the first one of sound.
 * @returns undefined without such a page
 * @throws {RangeError} if headers are missing or damaged
 */
export async function openOggLink({ codec, pages }: OggLink): Promise<OpenOggLink | undefined> {
  const readPage = createOggLinkReader(codec)
  for (let read = await pages.next(); !read.done; read = await pages.next()) {
    const first = readPage(read.value)
    if (first) return { sound: first.sound, first, readPage }
  }
  return undefined
}
