import { MP4, QTFF } from 'mediabunny'
import type { Hertz } from '../../units.ts'
import type { OpenTrack } from '../audio-track.ts'
import { readAacOutputRate } from '../codecs/aac-config.ts'
import { parseOpusHead } from '../codecs/opus-decoder.ts'
import { createTrackDecoder, type PacketFormat } from '../codecs/track-decoder.ts'
import { createContainerTrack } from './container-track.ts'
import type { Trim } from './gapless.ts'
import { copyDescription, type InputTrack, openInputTrack } from './input-track.ts'
import { findBox, isMp4, readMovieBox } from './mp4-boxes.ts'
import { type Mp4Movie, parseMp4Movie } from './mp4-movie.ts'
import { readMp4Trims } from './mp4-trim.ts'

/** MP4, M4A and QuickTime, also fragmented ones, trimmed by edit list or iTunSMPB and by the duration. */
export const openMp4Track: OpenTrack = async (source) => {
  if (!isMp4(await source.read(0, 8))) return undefined
  const movieBox = await readMovieBox(source)
  if (!movieBox) throw new Error('the mp4 file has no movie box; its end may be missing')
  const movie = parseMp4Movie(movieBox)
  const input = movie && (await openInputTrack(source, [MP4, QTFF]))
  if (!movie || !input) throw new Error('the mp4 file has no track of sound')
  const end = await input.findEnd()
  const duration = movie.mediaDuration > 0 ? movie.mediaDuration : Math.round(end * movie.timescale)
  const format = await describeTrack(input, movie, duration)
  const createDecoder = () => createTrackDecoder(format, input.readFirst)
  const readTrims = (sampleRate: Hertz): Trim[] => addPreSkip(readMp4Trims(movie, sampleRate, duration), movie, format)
  return createContainerTrack({ input, end, createDecoder, readTrims })
}

async function describeTrack({ track }: InputTrack, movie: Mp4Movie, mediaDuration: number): Promise<PacketFormat> {
  const codec = await track.getCodec()
  const config = codec && (await track.getDecoderConfig())
  const description = copyDescription(config?.description) ?? findAlacCookie(movie.entry)
  const sampleRate = predictOutputRate(movie, config?.sampleRate ?? movie.sampleRate, description)
  const duration = mediaDuration / movie.timescale
  const trims = readMp4Trims(movie, sampleRate, mediaDuration)
  return {
    codec: codec ?? movie.entryType.trim(),
    config: config || null,
    channels: config ? config.numberOfChannels : movie.channels,
    sampleRate: config ? config.sampleRate : movie.sampleRate,
    description,
    undecoded: { duration, sampleRate, trims, isMp4: true },
  }
}

/** Within the sample entry, or in QuickTime's wave box. */
function findAlacCookie(entry: Uint8Array): Uint8Array {
  const whole = { from: 0, to: entry.length }
  const box = findBox(entry, whole, 'alac') ?? findBox(entry, whole, 'wave', 'alac')
  return box ? entry.subarray(box.from, box.to) : new Uint8Array(0)
}

/** Of HE-AAC twice the rate of its core; where only the packets announce SBR, the time scale often shows it. */
function predictOutputRate({ entryType, timescale }: Mp4Movie, coreRate: Hertz, config: Uint8Array): Hertz {
  if (entryType !== 'mp4a' || config.length === 0) return coreRate
  return timescale === 2 * coreRate ? timescale : (readAacOutputRate(config) ?? coreRate)
}

/** Opus without an edit list begins after its pre-skip. */
function addPreSkip(trims: Trim[], { edits, itunes }: Mp4Movie, { codec, description }: PacketFormat): Trim[] {
  const preSkip = codec === 'opus' && edits.length === 0 && !itunes ? (parseOpusHead(description)?.preSkip ?? 0) : 0
  return trims.map(({ start, end }) => ({ start: start + preSkip, end }))
}
