import { MATROSKA, WEBM } from 'mediabunny'
import { toDataView } from '../../bytes.ts'
import type { OpenTrack } from '../audio-track.ts'
import { OPUS_SAMPLE_RATE_HZ, parseOpusHead } from '../codecs/opus-decoder.ts'
import { createTrackDecoder, type PacketFormat } from '../codecs/track-decoder.ts'
import { completeWebm } from './complete-webm.ts'
import { createContainerTrack } from './container-track.ts'
import { copyDescription, openInputTrack } from './input-track.ts'
import { readWebmTrim } from './webm-trim.ts'

const EBML_SIGNATURE = 0x1a45dfa3

/** WebM and Matroska, without the codec's delay and the padding of the last block. `frames` is exact to milliseconds. */
export const openWebmTrack: OpenTrack = async (source) => {
  const signature = await source.read(0, 4)
  if (signature.length < 4 || toDataView(signature).getUint32(0) !== EBML_SIGNATURE) return undefined
  const completed = await completeWebm(source)
  const input = await openInputTrack(completed, [WEBM, MATROSKA])
  if (!input) throw new Error('the file has no track of sound')
  const { codecDelay, endPadding, codecPrivate } = await readWebmTrim(source)
  const codec = await input.track.getCodec()
  const config = codec && (await input.track.getDecoderConfig())
  const headerDuration = await input.track.getDurationFromMetadata()
  const isWhole = completed === source && (await input.isWhole())
  const end = isWhole && headerDuration ? headerDuration : await input.findEnd()
  const format: PacketFormat = {
    codec: codec ?? readCodecName(input.track.internalCodecId),
    config: config || null,
    channels: config ? config.numberOfChannels : 0,
    sampleRate: config ? config.sampleRate : 0,
    description: copyDescription(config?.description) ?? codecPrivate,
    undecoded: { duration: end },
  }
  // Some files of ffmpeg have a wrong delay beside the right pre-skip.
  const head = codec === 'opus' ? parseOpusHead(format.description) : undefined
  const delay = head ? head.preSkip / OPUS_SAMPLE_RATE_HZ : codecDelay
  return createContainerTrack({
    input,
    end,
    endPadding,
    createDecoder: () => createTrackDecoder(format, input.readFirst),
    readTrims: (sampleRate) => [{ start: Math.round(delay * sampleRate), end: Infinity }],
  })
}

/** A_ALAC is alac. */
const readCodecName = (id: unknown): string =>
  typeof id === 'string' ? id.replace(/^A_/, '').toLowerCase() : 'an unknown codec'
