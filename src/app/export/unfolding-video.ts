import { BufferTarget, Output, VideoSample, VideoSampleSource } from 'mediabunny'
import { SongError } from '../../../audio/song-error.ts'
import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import type { Analysis } from '../../session/loaded-song.ts'
import { createOffscreenRenderer } from '../../shared/offscreen-renderer.ts'
import { createUnfoldingScene, VIDEO_DURATION_S } from './unfolding.ts'
import { createVideoQuality, selectVideoFormat } from './video-format.ts'

/** Options of the video; default: 1080p at 30 frames per second. */
export type UnfoldingVideoOptions = {
  signal: AbortSignal
  /** 0-1. */
  onProgress: (fraction: number) => void
  width?: number
  height?: number
  frameRate?: number
}

/**
 * Renders the form unfolding from the path, frame by frame off screen.
 * @throws {SongError} if the browser has no encoder; an AbortError when `signal` was aborted
 */
export async function renderUnfoldingVideo(
  room: SceneContext,
  analysis: Analysis,
  { signal, onProgress, width = 1920, height = 1080, frameRate = 30 }: UnfoldingVideoOptions,
): Promise<{ file: Blob; ending: string }> {
  const gl = room.services.renderer?.().gl
  const format = await selectVideoFormat(width, height, null)
  if (!format || !gl) throw new SongError('videoUnsupported')
  const target = new BufferTarget()
  const output = new Output({ format: format.container, target })
  const source = new VideoSampleSource({ codec: format.video, quality: createVideoQuality(width * height) })
  output.addVideoTrack(source, { frameRate })
  output.setMetadataTags({ title: analysis.song.title })
  const darkroom = createOffscreenRenderer(gl, width, height)
  const unfolding = createUnfoldingScene(room, analysis, width / height)
  try {
    await output.start()
    const frames = Math.round(VIDEO_DURATION_S * frameRate)
    for (let frame = 0; frame < frames; frame++) {
      signal.throwIfAborted()
      unfolding.seek(frame / frameRate)
      const { pixels } = await darkroom.render(unfolding.scene, unfolding.camera)
      const sample = new VideoSample(pixels, {
        format: 'RGBX',
        codedWidth: width,
        codedHeight: height,
        timestamp: frame / frameRate,
        duration: 1 / frameRate,
      })
      await source.add(sample)
      sample.close()
      onProgress((frame + 1) / frames)
    }
    await output.finalize()
    return { file: new Blob([target.buffer as ArrayBuffer], { type: format.mimeType }), ending: format.ending }
  } catch (error) {
    await output.cancel().catch(() => {})
    throw error
  } finally {
    darkroom.dispose()
    unfolding.dispose()
  }
}
