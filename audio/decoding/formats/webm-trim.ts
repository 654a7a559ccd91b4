import { toDataView } from '../../bytes.ts'
import type { Seconds } from '../../units.ts'
import type { ByteSource } from '../byte-source.ts'
import { listEbmlElements, parseEbmlHeader, readEbmlElements, readEbmlInteger } from './ebml.ts'

/** Matroska element ids (RFC 9559, 5.1). */
export const webmIds = {
  segment: 0x18538067,
  cluster: 0x1f43b675,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackType: 0x83,
  codecDelay: 0x56aa,
  codecPrivate: 0x63a2,
  discardPadding: 0x75a2,
} as const

const AUDIO_TYPE = 2
const MAX_TRACKS_BYTES = 2 ** 22
const MAX_SEGMENT_HEADER_BYTES = 4096
/** The last block of the sound is within this, in front of cues and tags. */
const TAIL_BYTES = 2 ** 18
const NANOSECONDS = 1e9

export type WebmTrim = {
  /** Before the first sample of the song; 0 if the file does not tell. */
  codecDelay: Seconds
  /** After the last one. */
  endPadding: Seconds
  /** The private data of the first track of sound. */
  codecPrivate: Uint8Array
}

/** Reads delay and padding of the first track of sound in a WebM or Matroska file. */
export async function readWebmTrim(source: ByteSource): Promise<WebmTrim> {
  const tracks = await readTracks(source)
  const none = { codecDelay: 0, codecPrivate: new Uint8Array(0) }
  return { ...((tracks && parseSoundTrack(tracks)) ?? none), endPadding: await readEndPadding(source) }
}

async function readTracks(source: ByteSource): Promise<Uint8Array | undefined> {
  for await (const { id, from } of readEbmlElements(source, 0, MAX_SEGMENT_HEADER_BYTES)) {
    if (id !== webmIds.segment) continue
    for await (const element of readEbmlElements(source, from, source.size)) {
      if (element.id === webmIds.cluster) return undefined
      if (element.id === webmIds.tracks && element.to !== undefined)
        return source.read(element.from, Math.min(element.to, element.from + MAX_TRACKS_BYTES))
    }
    return undefined
  }
  return undefined
}

function parseSoundTrack(bytes: Uint8Array): Omit<WebmTrim, 'endPadding'> | undefined {
  for (const { id, from, to } of listEbmlElements(bytes)) {
    if (id !== webmIds.trackEntry) continue
    const fields = [...listEbmlElements(bytes, from, to)]
    const find = (wanted: number) => fields.find(({ id }) => id === wanted)
    const type = find(webmIds.trackType)
    if (!type || readEbmlInteger(bytes, type) !== AUDIO_TYPE) continue
    const delay = find(webmIds.codecDelay)
    const secret = find(webmIds.codecPrivate)
    return {
      codecDelay: delay ? readEbmlInteger(bytes, delay) / NANOSECONDS : 0,
      codecPrivate: secret ? bytes.slice(secret.from, secret.to) : new Uint8Array(0),
    }
  }
  return undefined
}

/** DiscardPadding of the last block: it ends a cluster, so the file ends or an element of the segment follows. */
async function readEndPadding(source: ByteSource): Promise<Seconds> {
  const bytes = await source.read(Math.max(0, source.size - TAIL_BYTES), source.size)
  const view = toDataView(bytes)
  for (let at = bytes.length - 3; at >= 0; at--) {
    if (view.getUint16(at) !== webmIds.discardPadding) continue
    const element = parseEbmlHeader(bytes, at)
    const size = (element?.to ?? 0) - (element?.from ?? 0)
    if (!element || element.to === undefined || size < 1 || size > 8 || element.to > bytes.length) continue
    // Ids of four bytes are those of the segment's elements.
    if (element.to < bytes.length && (bytes[element.to]! & 0xf0) !== 0x10) continue
    const isNegative = bytes[element.from]! >= 128
    return isNegative ? 0 : readEbmlInteger(bytes, element) / NANOSECONDS
  }
  return 0
}
