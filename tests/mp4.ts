/** What a QuickTime file of 16-bit mono PCM is made from. */
export type TestMovie = {
  samples: Int16Array
  sampleRate: number
  /** Units a second; the media counts in samples. */
  movieTimescale?: number
  /** Durations in units of the movie, times in samples. */
  edits?: { duration: number; mediaTime: number }[]
  /** Delay, padding and length for the tag of iTunes. */
  itunes?: [delay: number, padding: number, length: number]
  isMovieLast?: boolean
  /** Of the media, as the file states it. */
  duration?: number
}

const SAMPLES_PER_CHUNK = 1000

const u16 = (...values: number[]) => Buffer.from(values.flatMap((value) => [(value >>> 8) & 255, value & 255]))
const u32 = (...values: number[]) => u16(...values.flatMap((value) => [value >>> 16, value & 0xffff]))
const text = (value: string) => Buffer.from(value, 'latin1')
function box(type: string, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([u32(body.length + 8), text(type), body])
}

/** A QuickTime file of one track (sowt: 16 bits, little-endian). */
export function makeMovie(movie: TestMovie): Uint8Array<ArrayBuffer> {
  const { samples, isMovieLast = false } = movie
  const data = box('mdat', new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
  const head = box('ftyp', text('qt  '), u32(0), text('qt  '))
  const size = makeMovieBox(movie, 0).length
  const dataAt = head.length + (isMovieLast ? 0 : size) + 8
  const movieBox = makeMovieBox(movie, dataAt)
  return Uint8Array.from(Buffer.concat(isMovieLast ? [head, data, movieBox] : [head, movieBox, data]))
}

function makeMovieBox(movie: TestMovie, dataAt: number): Buffer {
  const { samples, sampleRate, movieTimescale = 1000, edits = [], itunes, duration = samples.length } = movie
  const chunks = Math.ceil(samples.length / SAMPLES_PER_CHUNK)
  const last = samples.length - (chunks - 1) * SAMPLES_PER_CHUNK
  const entry = box('sowt', u32(0), u16(0, 1), u16(0, 0, 0, 0, 1, 16, 0, 0), u16(sampleRate, 0))
  const table = box(
    'stbl',
    box('stsd', u32(0, 1), entry),
    box('stts', u32(0, 1, samples.length, 1)),
    box('stsc', u32(0, 2, 1, SAMPLES_PER_CHUNK, 1, chunks, last, 1)),
    box('stsz', u32(0, 2, samples.length)),
    box('stco', u32(0, chunks), u32(...Array.from({ length: chunks }, (_, i) => dataAt + i * 2 * SAMPLES_PER_CHUNK))),
  )
  const media = box(
    'mdia',
    box('mdhd', u32(0, 0, 0, sampleRate, duration, 0)),
    box('hdlr', u32(0), text('mhlrsoun'), u32(0, 0, 0), Buffer.alloc(1)),
    box('minf', box('smhd', u32(0, 0)), table),
  )
  const list = box('elst', u32(0, edits.length), ...edits.map((edit) => u32(edit.duration, edit.mediaTime, 0x10000)))
  const hex = itunes?.map((value) => value.toString(16).toUpperCase().padStart(8, '0')).join(' ')
  const tag = box(
    '----',
    box('mean', u32(0), text('com.apple.iTunes')),
    box('name', u32(0), text('iTunSMPB')),
    box('data', u32(1, 0), text(` 00000000 ${hex} 00000000`)),
  )
  const header = Buffer.concat([u32(0, 0, 0, 1, 0, 0), Buffer.alloc(60)])
  return box(
    'moov',
    box('mvhd', u32(0, 0, 0, movieTimescale, Math.ceil((duration / sampleRate) * movieTimescale)), Buffer.alloc(80)),
    box('trak', box('tkhd', header), ...(edits.length > 0 ? [box('edts', list)] : []), media),
    ...(itunes ? [box('udta', box('meta', u32(0), box('ilst', tag)))] : []),
  )
}

/** An AudioSpecificConfig of 22,050 Hz, mono, that denies SBR behind it, as ffmpeg writes it; and one that announces it. */
const PLAIN_CONFIG = Buffer.from('138856e500', 'hex')
const SBR_CONFIG = Buffer.from('138856e5a0', 'hex')

/** A file of AAC at 22,050 Hz, mono, as one of HE-AAC at 44,100 Hz, whose upper half is empty. */
export function announceSbr(file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = Buffer.from(file).indexOf(PLAIN_CONFIG)
  if (at < 0) throw new Error('no such configuration')
  const bytes = file.slice()
  bytes.set(SBR_CONFIG, at)
  return bytes
}
