import {
  BufferTarget,
  MediaStreamAudioTrackSource,
  MediaStreamVideoTrackSource,
  Output,
  Quality,
  type VideoEncodingConfig,
} from 'mediabunny'
import type { VoicePool } from '../../../audio/playback/voice-pool.ts'
import { SongError } from '../../../audio/song-error.ts'
import { createVideoQuality, selectVideoFormat } from './video-format.ts'

/** A video being recorded from the page. */
export type Recording = {
  /** Ends the recording and resolves to the file. */
  finish: () => Promise<{ file: Blob; ending: string }>
  /** Rejects if the encoders fail. */
  failure: Promise<never>
}

const FRAME_RATE_HZ = 30
const MAX_EDGE_PX = 1920
const AUDIO_QUALITY = new Quality({ bitrate: 160_000 })

/** The canvas scaled to at most 1920 pixels; encoders want even numbers. */
export function computeRecordingSize({ width, height }: { width: number; height: number }): {
  width: number
  height: number
} {
  const scale = Math.min(1, MAX_EDGE_PX / Math.max(width, height))
  const even = (edge: number) => Math.max(2, Math.round((edge * scale) / 2) * 2)
  return { width: even(width), height: even(height) }
}

/**
 * Starts recording the canvas and the sound in real time.
 * @throws {SongError} if the browser has no encoders
 */
export async function startRecording(canvas: HTMLCanvasElement, voices: VoicePool, title: string): Promise<Recording> {
  const { width, height } = computeRecordingSize(canvas)
  const format = await selectVideoFormat(width, height, voices.sampleRate)
  if (!format?.audio) throw new SongError('videoUnsupported')
  const target = new BufferTarget()
  const output = new Output({ format: format.container, target })
  const seen = canvas.captureStream(FRAME_RATE_HZ)
  const heard = voices.captureStream()
  const [picture] = seen.getVideoTracks()
  const [sound] = heard.stream.getAudioTracks()
  if (!picture || !sound) throw new SongError('videoUnsupported')
  const encoding: VideoEncodingConfig = {
    codec: format.video,
    quality: createVideoQuality(width * height),
    // If the window is resized while recording, its picture is fitted into the first size.
    sizeChangeBehavior: 'contain',
    // Scaling takes time from drawing; frames of the right size need none.
    ...(width === canvas.width && height === canvas.height ? {} : { transform: { width, height } }),
  }
  const video = new MediaStreamVideoTrackSource(picture, encoding, { frameRate: FRAME_RATE_HZ })
  const audio = new MediaStreamAudioTrackSource(sound, { codec: format.audio, quality: AUDIO_QUALITY })
  output.addVideoTrack(video, { frameRate: FRAME_RATE_HZ })
  output.addAudioTrack(audio)
  output.setMetadataTags({ title })
  const release = () => {
    for (const track of [picture, sound]) track.stop()
    heard.stop()
  }
  try {
    const failed = Promise.race([video.errorPromise, audio.errorPromise]) as Promise<never>
    // Stops the tracks if an encoder fails.
    failed.catch(release)
    await output.start()
    return {
      failure: failed,
      finish: async () => {
        try {
          await output.finalize()
        } finally {
          release()
        }
        return { file: new Blob([target.buffer as ArrayBuffer], { type: format.mimeType }), ending: format.ending }
      },
    }
  } catch (error) {
    release()
    await output.cancel().catch(() => {})
    throw error
  }
}
