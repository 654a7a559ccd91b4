import { FLAC, type InputFormat } from 'mediabunny'

/** What is needed of mediabunny's own reader of FLAC (1.61.0). */
type FlacFrameHeader = { sampleRate: number } | null
type FlacDemuxer = {
  audioInfo: { sampleRate: number } | null
  readFlacFrameHeader: (at: {
    slice: { bytes: Uint8Array; bufferPos: number }
    isFirstPacket: boolean
  }) => FlacFrameHeader
}
type FlacInternals = { _createDemuxer: (input: unknown) => FlacDemuxer }

/** RFC 9639, 9.1.2: the rate stands behind the header in a byte, in kHz. ffmpeg writes 192 kHz so. */
const KILOHERTZ_RATE_CODE = 0b1100

/**
 * mediabunny takes that byte for Hz, finds no frame of the stream's own rate, and so no sound. Its comparison is made in
 * kHz for such headers.
 */
function patchDemuxer(demuxer: FlacDemuxer): FlacDemuxer {
  const read = demuxer.readFlacFrameHeader
  demuxer.readFlacFrameHeader = function (at) {
    const info = this.audioInfo
    const code = (at.slice.bytes[at.slice.bufferPos + 2] ?? 0) & 0b1111
    if (!info || code !== KILOHERTZ_RATE_CODE) return read.call(this, at)
    this.audioInfo = { ...info, sampleRate: info.sampleRate / 1000 }
    try {
      const header = read.call(this, at)
      return header && { ...header, sampleRate: info.sampleRate }
    } finally {
      this.audioInfo = info
    }
  }
  return demuxer
}

const { _createDemuxer: create } = FLAC as unknown as FlacInternals

/** FLAC for mediabunny, of all rates. */
export const flacInput: InputFormat = Object.assign(Object.create(FLAC) as InputFormat, {
  _createDemuxer: (input: unknown) => patchDemuxer(create.call(FLAC, input)),
})
