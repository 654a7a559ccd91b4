import type { ICommonTagsResult, IOptions } from 'music-metadata'
import { readLatin1, toDataView } from '../bytes.ts'
import { type Container, sniffFormat } from './formats/sniff-format.ts'
import { repairTexts } from './text/repair-text.ts'

/** The tags of a file. */
export type Tags = { title?: string; artist?: string; cover?: Cover }
export type Cover = { mime: string; bytes: Uint8Array<ArrayBuffer> }

const MAX_TEXT_LENGTH = 300
const MAX_COVER_BYTES = 5 * 2 ** 20
const MAX_COVER_PIXELS = 5e7
/** Enough to recognize the container. */
const HEAD_BYTES = 2 ** 16
/** Larger files are read piece by piece. */
const MAX_BUFFERED_FILE_BYTES = 64 * 2 ** 20

const mimeTypes: Partial<Record<Container, string>> = {
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  flac: 'audio/flac',
  'ogg-vorbis': 'audio/ogg',
  'ogg-opus': 'audio/ogg',
  'ogg-flac': 'audio/ogg',
  mp4: 'audio/mp4',
  webm: 'audio/webm',
}

/** Loads music-metadata, which reading tags does by itself. */
export const loadTagsLibrary = () => import('music-metadata')

/**
 * Title, artist and cover from the file's tags (ID3, Vorbis comments, MP4, RIFF, Matroska), by music-metadata. Texts in
 * another encoding than declared are read right (text/repair-text.ts). Never throws: unreadable tags are missing from the
 * result.
 * @param file the whole file; a large Blob is read only where the tags are
 * @param name file name, for formats that the bytes do not identify
 * @param timeoutMs afterwards only the tags read by then are returned
 */
export async function readTags(file: Blob | Uint8Array<ArrayBuffer>, name: string, timeoutMs = 5000): Promise<Tags> {
  let found: ICommonTagsResult | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  // The observer keeps what is read before an error or the timeout.
  const options: IOptions = {
    mkvUseIndex: true,
    observer: ({ metadata }) => {
      found = metadata.common
    },
  }
  try {
    const library = await loadTagsLibrary()
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs)
    })
    await Promise.race([parseTags(library, file, name, options), timeout])
  } catch {
    // An unknown format or a damaged file.
  } finally {
    clearTimeout(timer)
  }
  return found ? cleanTags(found) : {}
}

async function parseTags(
  { parseBlob, parseBuffer }: typeof import('music-metadata'),
  file: Blob | Uint8Array<ArrayBuffer>,
  path: string,
  options: IOptions,
): Promise<void> {
  const bytes =
    file instanceof Blob ? await readBytes(file, file.size <= MAX_BUFFERED_FILE_BYTES ? file.size : HEAD_BYTES) : file
  const mimeType = mimeTypes[sniffFormat(bytes).container]
  if (file instanceof Blob && file.size > MAX_BUFFERED_FILE_BYTES)
    await parseBlob(file.slice(0, file.size, mimeType ?? ''), options)
  else await parseBuffer(bytes, mimeType ? { mimeType, path } : { path }, options)
}

const readBytes = async (file: Blob, length: number) => new Uint8Array(await file.slice(0, length).arrayBuffer())

function cleanTags({ title, artist, album, albumartist, picture = [] }: ICommonTagsResult): Tags {
  // The others help to recognize the encoding.
  const texts = repairTexts([title, artist, album, albumartist].map(shortenText))
  const titleText = cleanText(texts[0])
  const artistText = cleanText(texts[1])
  const covers = picture.toSorted((a, b) => Number(isFrontCover(b.type)) - Number(isFrontCover(a.type)))
  const cover = covers.map(({ data }) => validateCover(data)).find((candidate) => candidate !== undefined)
  return {
    ...(titleText === '' ? {} : { title: titleText }),
    ...(artistText === '' ? {} : { artist: artistText }),
    ...(cover ? { cover } : {}),
  }
}

const isFrontCover = (type: string | undefined): boolean => /front/i.test(type ?? '')

/** Four times as long as what is shown, because of double encoded UTF-8; undefined if it is no text. */
const shortenText = (text: unknown): string | undefined =>
  typeof text === 'string' ? text.slice(0, 4 * MAX_TEXT_LENGTH) : undefined

/** One line without control characters and direction overrides, at most 300 characters, letters with their marks in one. */
function cleanText(text = ''): string {
  const line = text
    .normalize()
    .replace(/[\s\p{Cc}\p{Cs}]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .trim()
  return Array.from(line).slice(0, MAX_TEXT_LENGTH).join('').trim()
}

/** Detects the image type from the bytes, not from the tag. */
function validateCover(data: unknown): Cover | undefined {
  if (!(data instanceof Uint8Array) || data.length > MAX_COVER_BYTES) return undefined
  const mime = detectImageType(data)
  return mime === undefined || countPixels(data, mime) > MAX_COVER_PIXELS
    ? undefined
    : { mime, bytes: Uint8Array.from(data) }
}

/** For the two formats where few bytes can decode to gigabytes (PNG, 11.2.1; GIF89a, 18); 0 for others. */
function countPixels(bytes: Uint8Array, mime: string): number {
  const view = toDataView(bytes)
  if (mime === 'image/png' && bytes.length >= 24) return view.getUint32(16) * view.getUint32(20)
  if (mime === 'image/gif' && bytes.length >= 10) return view.getUint16(6, true) * view.getUint16(8, true)
  return 0
}

function detectImageType(bytes: Uint8Array): string | undefined {
  const start = readLatin1(bytes, 0, 12)
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (/^GIF8[79]a/.test(start)) return 'image/gif'
  if (/^RIFF.{4}WEBP/s.test(start)) return 'image/webp'
  if (/^.{4}ftypavi[fs]/s.test(start)) return 'image/avif'
  return undefined
}
