import { Inflate } from 'fflate'
import { readLatin1, toDataView } from '../bytes.ts'
import type { SongErrorCode, SongErrorData } from '../song-error.ts'

/** One file in a zip, by the central directory. */
export type ZipEntry = {
  name: string
  /** 0 stored, 8 deflated. */
  method: number
  encrypted: boolean
  link: boolean
  crc: number
  /** Byte range of the compressed data in the zip. */
  from: number
  to: number
  /** Declared size of the uncompressed data. */
  size: number
}

/** Why a zip is refused: the code and values of a SongError, but for the file's name. */
export class ZipError extends Error {
  override readonly name = 'ZipError'
  readonly code: Extract<SongErrorCode, `zip${string}`>
  readonly values: SongErrorData['values']

  constructor(code: ZipError['code'], values: ZipError['values'] = {}, options?: ErrorOptions) {
    super(code, options)
    this.code = code
    this.values = values
  }
}
const createDamagedError = (cause?: unknown) => new ZipError('zipDamaged', {}, { cause })

const END_SIGNATURE = 'PK\x05\x06'
const CENTRAL_SIGNATURE = 'PK\x01\x02'
const LOCAL_SIGNATURE = 'PK\x03\x04'
const END_RECORD_BYTES = 22
const UNIX_SYMLINK_MODE = 0xa000

/**
 * Lists a zip by its central directory (APPNOTE 6.3.10, 4.3). Checks that every range lies in the file, that none overlap
 * and that each local header agrees with the directory.
 * @param maxEntries zips with more are refused
 * @throws {ZipError} damaged, in several parts, zip64, or with more entries
 */
export function listZipEntries(bytes: Uint8Array, maxEntries: number): ZipEntry[] {
  const view = toDataView(bytes)
  const end = findEndRecord(bytes)
  const count = view.getUint16(end + 10, true)
  const start = view.getUint32(end + 16, true)
  if (count === 0xffff || start === 0xffffffff) throw new ZipError('zip64')
  if (view.getUint32(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count) throw new ZipError('zipSplit')
  if (count > maxEntries) throw new ZipError('zipEntryCount', { files: count })
  if (start + view.getUint32(end + 12, true) !== end) throw createDamagedError()
  const entries: ZipEntry[] = []
  let at = start
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || readLatin1(bytes, at, 4) !== CENTRAL_SIGNATURE) throw createDamagedError()
    entries.push(readEntry(bytes, at, start))
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  if (at !== end) throw createDamagedError()
  const inOrder = entries.toSorted((a, b) => a.from - b.from)
  if (inOrder.some(({ from }, i) => i > 0 && from < (inOrder[i - 1] as ZipEntry).to)) throw createDamagedError()
  return entries
}

/** Only a comment of up to 65,535 bytes can follow the end record. */
function findEndRecord(bytes: Uint8Array): number {
  const view = toDataView(bytes)
  for (let at = bytes.length - END_RECORD_BYTES; at >= 0 && at >= bytes.length - END_RECORD_BYTES - 0xffff; at--)
    if (
      readLatin1(bytes, at, 4) === END_SIGNATURE &&
      at + END_RECORD_BYTES + view.getUint16(at + 20, true) === bytes.length
    )
      return at
  throw createDamagedError()
}

/** @param directory start of the central directory; all entries end before it */
function readEntry(bytes: Uint8Array, at: number, directory: number): ZipEntry {
  const view = toDataView(bytes)
  const length = view.getUint16(at + 28, true)
  const name = readLatin1(bytes, at + 46, length)
  const local = view.getUint32(at + 42, true)
  if (local + 30 > directory || readLatin1(bytes, local, 4) !== LOCAL_SIGNATURE) throw createDamagedError()
  const method = view.getUint16(at + 10, true)
  const localLength = view.getUint16(local + 26, true)
  if (readLatin1(bytes, local + 30, localLength) !== name || view.getUint16(local + 8, true) !== method)
    throw createDamagedError()
  const from = local + 30 + localLength + view.getUint16(local + 28, true)
  const to = from + view.getUint32(at + 20, true)
  if (to > directory) throw createDamagedError()
  const flags = view.getUint16(at + 8, true) | view.getUint16(local + 6, true)
  return {
    name,
    method,
    // Bits 0, 6 and 13: traditional and strong encryption, hidden directory.
    encrypted: (flags & 0x2041) !== 0,
    link: ((view.getUint32(at + 38, true) >>> 16) & 0xf000) === UNIX_SYMLINK_MODE,
    crc: view.getUint32(at + 16, true),
    from,
    to,
    size: view.getUint32(at + 24, true),
  }
}

/** Bytes inflated at a time, which limits the output of one step (at most 1032 times as much). */
const INFLATE_PIECE_BYTES = 1 << 16

/**
 * Unzips an entry. Inflating stops when the output exceeds the declared size.
 * @param maxBytes larger entries are refused before anything is unpacked
 * @returns a view of the zip for a stored entry, else a new array
 * @throws {ZipError} encrypted, a link, of an unknown compression method, too large, or damaged
 */
export function unzipEntry(bytes: Uint8Array<ArrayBuffer>, entry: ZipEntry, maxBytes: number): Uint8Array<ArrayBuffer> {
  const { name, method, size, from, to } = entry
  if (entry.encrypted) throw new ZipError('zipEncrypted')
  if (entry.link) throw new ZipError('zipLink', { entry: name })
  if (method !== 0 && method !== 8) throw new ZipError('zipCompression')
  if (size > maxBytes) {
    const values = { entry: name, megabytes: Math.ceil(size / 1e6), maxMegabytes: maxBytes / 1e6 }
    throw new ZipError('zipEntryTooLarge', values)
  }
  const compressed = bytes.subarray(from, to)
  if (method === 0 && compressed.length !== size) throw createDamagedError()
  const whole = method === 0 ? compressed : inflate(compressed, size)
  if (crc32(whole) !== entry.crc) throw createDamagedError()
  return whole
}

function inflate(compressed: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  let length = 0
  let done = false
  const stream = new Inflate((part, last) => {
    length += part.length
    if (length > size) throw createDamagedError()
    if (part.length > 0) parts.push(part)
    done = last
  })
  try {
    for (let at = 0; at < compressed.length; at += INFLATE_PIECE_BYTES)
      stream.push(compressed.subarray(at, at + INFLATE_PIECE_BYTES), at + INFLATE_PIECE_BYTES >= compressed.length)
  } catch (cause) {
    throw cause instanceof ZipError ? cause : createDamagedError(cause)
  }
  if (!done || length !== size) throw createDamagedError()
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** The CRC-32 of zip (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (let i = 0; i < bytes.length; i++) crc = crcTable[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8)
  return ~crc >>> 0
}
