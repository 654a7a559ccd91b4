import { FLAC, type InputFormat } from 'mediabunny'

/** The internals of mediabunny's FLAC demuxer (1.61.0) that are patched here. */
type FlacFrameHeader = { sampleRate: number } | null
type FlacDemuxer = {
  audioInfo: { sampleRate: number } | null
  readFlacFrameHeader: (at: {
    slice: { bytes: Uint8Array; bufferPos: number }
    isFirstPacket: boolean
  }) => FlacFrameHeader
}
type FlacInternals = { _createDemuxer: (input: unknown) => FlacDemuxer }

/** RFC 9639, 9.1.2: a byte after the header holds the rate in kHz. ffmpeg writes 192 kHz in this way. */
const KILOHERTZ_RATE_CODE = 0b1100

/**
 * mediabunny reads that byte as Hz and so finds no frame of the stream's rate. For such headers this makes it compare
 * in kHz.
 */
function patchDemuxer(demuxer: FlacDemuxer): FlacDemuxer {
  const readHeader = demuxer.readFlacFrameHeader
  demuxer.readFlacFrameHeader = function (at) {
    const info = this.audioInfo
    const code = (at.slice.bytes[at.slice.bufferPos + 2] ?? 0) & 0b1111
    if (!info || code !== KILOHERTZ_RATE_CODE) return readHeader.call(this, at)
    this.audioInfo = { ...info, sampleRate: info.sampleRate / 1000 }
    try {
      const header = readHeader.call(this, at)
      return header && { ...header, sampleRate: info.sampleRate }
    } finally {
      this.audioInfo = info
    }
  }
  return demuxer
}

const { _createDemuxer: createDemuxer } = FLAC as unknown as FlacInternals

/** The FLAC format of mediabunny, also for 192 kHz. */
export const flacInput: InputFormat = Object.assign(Object.create(FLAC) as InputFormat, {
  _createDemuxer: (input: unknown) => patchDemuxer(createDemuxer.call(FLAC, input)),
})
