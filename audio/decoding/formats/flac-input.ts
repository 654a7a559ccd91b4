import { FLAC, type InputFormat } from 'mediabunny'

/** What is needed of mediabunny's own reader of FLAC (1.61.0). */
type Header = { sampleRate: number } | null
type Demuxer = {
  audioInfo: { sampleRate: number } | null
  readFlacFrameHeader: (at: { slice: { bytes: Uint8Array; bufferPos: number }; isFirstPacket: boolean }) => Header
}
type Internals = { _createDemuxer: (input: unknown) => Demuxer }

/** RFC 9639, 9.1.2: the rate stands behind the header in a byte, in kHz. ffmpeg writes 192 kHz so. */
const inKilohertz = 0b1100

/**
 * mediabunny takes that byte for Hz, finds no frame of the stream's own rate, and so no sound. Its comparison is made in
 * kHz for such headers.
 */
function mend(demuxer: Demuxer): Demuxer {
  const read = demuxer.readFlacFrameHeader
  demuxer.readFlacFrameHeader = function (at) {
    const info = this.audioInfo
    const code = (at.slice.bytes[at.slice.bufferPos + 2] ?? 0) & 0b1111
    if (!info || code !== inKilohertz) return read.call(this, at)
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

const { _createDemuxer: create } = FLAC as unknown as Internals

/** FLAC for mediabunny, of all rates. */
export const flacInput: InputFormat = Object.assign(Object.create(FLAC) as InputFormat, {
  _createDemuxer: (input: unknown) => mend(create.call(FLAC, input)),
})
