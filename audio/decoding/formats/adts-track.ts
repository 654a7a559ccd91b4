import { ADTS } from 'mediabunny'
import type { OpenTrack } from '../audio-track.ts'
import { createTrackDecoder } from '../codecs/track-decoder.ts'
import { createContainerTrack } from './container-track.ts'
import { openInputTrack } from './input-track.ts'

/** A bare AAC stream (ISO 13818-7, 6.2). It tells of no encoder delay, so all of it plays. */
export const openAdtsTrack: OpenTrack = async (source) => {
  const input = await openInputTrack(source, [ADTS])
  const config = await input?.track.getDecoderConfig()
  if (!input || !config) return undefined
  const end = await input.findEnd()
  const { sampleRate, numberOfChannels: channels } = config
  const undecoded = { duration: end }
  const format = { codec: 'aac', config, channels, sampleRate, description: new Uint8Array(0), undecoded }
  return createContainerTrack({
    input,
    end,
    createDecoder: () => createTrackDecoder(format, input.readFirst),
    readTrims: () => [{ start: 0, end: Infinity }],
  })
}
