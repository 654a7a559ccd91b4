import { PerspectiveCamera, Scene } from 'three'
import { createViews } from '../../../scenes/frame/create-views.ts'
import { stepEmbeddingAnimation } from '../../../scenes/frame/step-embedding-animation.ts'
import { stepGrabbedBoxes } from '../../../scenes/frame/step-grabbed-boxes.ts'
import { computeCloudRadius } from '../../../scenes/geometry/cloud.ts'
import { createFrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import type { Analysis } from '../../session/loaded-song.ts'

/** Durations of the parts: still path, unfolding, still form. */
const INTRO_SECONDS = 1
const UNFOLD_SECONDS = 7
const OUTRO_SECONDS = 2
export const VIDEO_DURATION_S = INTRO_SECONDS + UNFOLD_SECONDS + OUTRO_SECONDS

/** The camera's way around the form during the video. */
const ORBIT_RADIANS = 0.7
const START_AZIMUTH_RADIANS = -0.52
const CAMERA_TARGET_HEIGHT_METERS = 1.05

/** A separate scene in which the form unfolds; the visitor's scene does not change. */
export type UnfoldingScene = {
  scene: Scene
  camera: PerspectiveCamera
  /** Shows a time of the video; calls must go forward in time. */
  seek: (seconds: number) => void
  dispose: () => void
}

export function createUnfoldingScene(
  room: SceneContext,
  { song, snapshots: stills }: Analysis,
  aspect: number,
): UnfoldingScene {
  const frameState = createFrameState()
  frameState.path.layout = room.frameState.path.layout
  const radius = computeCloudRadius(song.chunks.length)
  setChunks(frameState, song.chunks, radius)
  Object.assign(frameState.boxes.embedding, { snapshots: stills, complete: true })
  // All boxes look as already played, since nothing plays here.
  frameState.boxes.played.fill(1)
  frameState.playhead.time = song.chunks.at(-1)?.end ?? 0
  const views = createViews({ ...room, frameState })
  const { chunkTexture, spectrum, environment, boxes, mirror, glow } = views
  const scene = new Scene()
  for (const { mesh } of [environment, boxes, mirror, glow]) scene.add(mesh)
  const camera = new PerspectiveCamera(52, aspect, 0.03, 220)
  const away = Math.max(5.2, radius * 3.3)
  const { heartX, heartZ } = frameState.path.curve
  let now = 0
  return {
    scene,
    camera,
    seek: (seconds) => {
      const dt = Math.max(0, seconds - now)
      now = seconds
      frameState.boxes.embedding.progress = Math.min(1, Math.max(0, (seconds - INTRO_SECONDS) / UNFOLD_SECONDS))
      stepEmbeddingAnimation(frameState, 0)
      stepGrabbedBoxes(frameState, 0)
      chunkTexture.update()
      spectrum.update(room.store.getState().spectrogram, dt)
      environment.update(dt)
      boxes.update()
      mirror.update()
      glow.update()
      const azimuth = START_AZIMUTH_RADIANS + ORBIT_RADIANS * (seconds / VIDEO_DURATION_S)
      camera.position.set(heartX + Math.sin(azimuth) * away, 1.2 + away * 0.3, heartZ + Math.cos(azimuth) * away)
      camera.lookAt(heartX, CAMERA_TARGET_HEIGHT_METERS, heartZ)
      camera.updateMatrixWorld()
    },
    dispose: views.dispose,
  }
}
