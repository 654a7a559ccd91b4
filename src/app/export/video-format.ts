import {
  type AudioCodec,
  getFirstEncodableAudioCodec,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  type OutputFormat,
  Quality,
  type VideoCodec,
  WebMOutputFormat,
} from 'mediabunny'
import type { Hertz } from '../../../audio/units.ts'

/** Container and codecs of a video. */
export type VideoFormat = {
  container: OutputFormat
  video: VideoCodec
  /** Null for a silent video. */
  audio: AudioCodec | null
  ending: '.mp4' | '.webm'
  mimeType: string
}

/** Quality by bits per second; thin bright lines on black need more of them than films. */
export const createVideoQuality = (pixels: number) =>
  new Quality({ bitrate: Math.round(Math.max(1.5e6, pixels * 3.5)) })

/**
 * Selects MP4, which all players read, if the browser has its encoders, else WebM.
 * @param sampleRate of the sound; null for a silent video
 * @returns null if the browser has no encoders (WebCodecs) for either
 */
export async function selectVideoFormat(
  width: number,
  height: number,
  sampleRate: Hertz | null,
): Promise<VideoFormat | null> {
  if (!('VideoEncoder' in globalThis)) return null
  const encodable = async (video: VideoCodec[], audio: AudioCodec[]) => {
    const picture = await getFirstEncodableVideoCodec(video, {
      width,
      height,
      quality: createVideoQuality(width * height),
    })
    if (!picture || sampleRate === null) return picture && { video: picture, audio: null }
    const sound = await getFirstEncodableAudioCodec(audio, { numberOfChannels: 2, sampleRate })
    return sound && { video: picture, audio: sound }
  }
  const mp4 = await encodable(['avc'], ['aac'])
  if (mp4) return { ...mp4, container: new Mp4OutputFormat(), ending: '.mp4', mimeType: 'video/mp4' }
  const webm = await encodable(['vp9', 'vp8', 'av1'], ['opus'])
  return webm && { ...webm, container: new WebMOutputFormat(), ending: '.webm', mimeType: 'video/webm' }
}
