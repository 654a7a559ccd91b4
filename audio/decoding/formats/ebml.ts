import { toDataView } from '../../bytes.ts'
import type { ByteSource } from '../byte-source.ts'

/** An element of a Matroska file (RFC 8794); its content is [from, to), `to` is undefined for an unknown size. */
export type EbmlElement = { id: number; at: number; from: number; to: number | undefined }

/** Of an id and a size. */
const MAX_HEADER_BYTES = 12

/** Number of bytes of a number that begins with this byte (RFC 8794, 4); more than 8 for an invalid one. */
const countBytes = (first: number): number => Math.clz32(first) - 23

/** @returns undefined for an invalid header, or if the bytes end in it */
export function parseEbmlHeader(bytes: Uint8Array, at: number, offset = 0): EbmlElement | undefined {
  const idBytes = countBytes(bytes[at] ?? 0)
  const sizeAt = at + idBytes
  const sizeBytes = countBytes(bytes[sizeAt] ?? 0)
  if (idBytes > 4 || sizeBytes > 8 || sizeAt + sizeBytes > bytes.length) return undefined
  let id = 0
  for (let i = at; i < sizeAt; i++) id = id * 256 + bytes[i]!
  let size = bytes[sizeAt]! & (0xff >>> sizeBytes)
  let isUnknown = size === 0xff >>> sizeBytes
  for (let i = 1; i < sizeBytes; i++) {
    size = size * 256 + bytes[sizeAt + i]!
    isUnknown &&= bytes[sizeAt + i] === 0xff
  }
  const from = offset + sizeAt + sizeBytes
  return { id, at: offset + at, from, to: isUnknown ? undefined : from + size }
}

/** The elements in [from, to) of a file, as far as their headers can be read; one of unknown size is the last. */
export async function* readEbmlElements(
  source: ByteSource,
  from: number,
  to: number,
): AsyncGenerator<EbmlElement, void, undefined> {
  for (let at = from; at < Math.min(to, source.size); ) {
    const element = parseEbmlHeader(await source.read(at, at + MAX_HEADER_BYTES), 0, at)
    if (!element) return
    yield element
    if (element.to === undefined) return
    at = element.to
  }
}

/** The elements in [from, to) of bytes in memory. */
export function* listEbmlElements(bytes: Uint8Array, from = 0, to = bytes.length): Generator<EbmlElement> {
  for (let at = from; at < to; ) {
    const element = parseEbmlHeader(bytes, at)
    if (!element) return
    yield element
    at = element.to ?? to
  }
}

/** An integer without sign (RFC 8794, 7.2). */
export function readEbmlInteger(bytes: Uint8Array, { from, to = from }: EbmlElement): number {
  const view = toDataView(bytes.subarray(from, to))
  let value = 0
  for (let i = 0; i < view.byteLength && i < 8; i++) value = value * 256 + view.getUint8(i)
  return value
}
