import { BufferTarget, Output, VideoSample, VideoSampleSource } from 'mediabunny'
import { SongError } from '../../../audio/errors.ts'
import type { SceneContext } from '../../../scenes/state/ui-store.ts'
import type { Analysis } from '../../session/open-song.ts'
import { createDarkroom } from './offscreen-renderer.ts'
import { createUnfolding, unfoldingSeconds } from './unfolding.ts'
import { chooseFormat, noVideo, videoQuality } from './video-format.ts'

/** How a video of the unfolding form is made; 1080p30 unless told. */
export type UnfoldingOptions = {
  signal: AbortSignal
  /** 0-1. */
  onProgress: (fraction: number) => void
  width?: number
  height?: number
  frameRate?: number
}

/**
 * The form growing out of the path, drawn frame by frame beside the screen, however long each frame takes.
 * @throws {SongError} one sentence if the browser has no encoder; or an AbortError when `signal` was aborted
 */
export async function filmUnfolding(
  room: SceneContext,
  analysis: Analysis,
  { signal, onProgress, width = 1920, height = 1080, frameRate = 30 }: UnfoldingOptions,
): Promise<{ file: Blob; ending: string }> {
  const gl = room.live.stage?.().gl
  const format = await chooseFormat(width, height, null)
  if (!format || !gl) throw new SongError(noVideo)
  const target = new BufferTarget()
  const output = new Output({ format: format.container, target })
  const source = new VideoSampleSource({ codec: format.video, quality: videoQuality(width * height) })
  output.addVideoTrack(source, { frameRate })
  output.setMetadataTags({ title: analysis.song.title })
  const darkroom = createDarkroom(gl, width, height)
  const unfolding = createUnfolding(room, analysis, width / height)
  try {
    await output.start()
    const frames = Math.round(unfoldingSeconds * frameRate)
    for (let frame = 0; frame < frames; frame++) {
      signal.throwIfAborted()
      unfolding.showAt(frame / frameRate)
      const { pixels } = await darkroom.develop(unfolding.scene, unfolding.camera)
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
    return { file: new Blob([target.buffer as ArrayBuffer], { type: format.type }), ending: format.ending }
  } catch (error) {
    await output.cancel().catch(() => {})
    throw error
  } finally {
    darkroom.dispose()
    unfolding.dispose()
  }
}
