import type { RootState } from '@react-three/fiber'
import type { Seconds } from '../../audio/units.ts'
import type { CameraRig } from '../locomotion/camera-rig.ts'
import { followHead } from '../locomotion/rig.ts'
import type { SceneContext } from '../state/scene-context.ts'
import type { SceneViews } from './create-views.ts'
import { easeChunkAppearance } from './ease-chunk-appearance.ts'
import { glideForm } from './glide-form.ts'
import { moveRig } from './move-rig.ts'
import { placePanel } from './place-panel.ts'
import { placeListener, placeVoices } from './place-voices.ts'
import { readHeadPose, updateHeadPose } from './read-head-pose.ts'
import { readPlayhead } from './read-playhead.ts'
import { scaleFramebuffer } from './scale-framebuffer.ts'
import { stepCastLights } from './step-cast-lights.ts'
import { stepEmbeddingAnimation } from './step-embedding-animation.ts'
import { stepGrabbedBoxes } from './step-grabbed-boxes.ts'
import { applyPictureQuality, stepPictureQuality } from './step-picture-quality.ts'
import { updateCameraRig } from './update-camera-rig.ts'
import { updateGaze } from './update-gaze.ts'
import { updateVignette } from './update-vignette.ts'

/** Order of a frame: playhead, visitor, hands and boxes, audio, drawing. */
export function stepFrame(
  context: SceneContext,
  views: SceneViews,
  cameraRig: CameraRig,
  rootState: RootState,
  dt: Seconds,
  xrFrame: XRFrame | undefined,
): void {
  const { frameState, services, store } = context
  const { camera, gl } = rootState
  const xr = views.xr.current
  readPlayhead(context)
  readHeadPose(frameState, rootState, xrFrame)
  followHead(frameState.viewer, dt)
  xr?.realFloor.update(frameState, store.getState().mode, dt)
  xr?.floorEdge.update(frameState)
  xr?.locomotion.update(dt)
  moveRig(context, dt)
  xr?.arController.update(xrFrame, gl.xr, dt)
  updateVignette(frameState, dt)
  glideForm(frameState, dt)
  updateCameraRig(context, cameraRig, camera, dt, xrFrame)
  updateHeadPose(frameState, rootState, xrFrame)
  stepEmbeddingAnimation(frameState, dt)
  xr?.input.update(xrFrame, gl.xr)
  stepGrabbedBoxes(frameState, dt)
  easeChunkAppearance(frameState, dt)
  stepCastLights(frameState, dt)
  if (xr) updateGaze(context, xr, views.boxes.mesh, rootState, dt)
  placePanel(frameState, services, dt)
  if (xr) xr.answer(dt, xrFrame)
  else frameState.feedback.count = 0
  placeVoices(context)
  placeListener(context)
  views.chunkTexture.update()
  views.castLights.update()
  views.spectrum.update(store.getState().spectrogram, dt)
  views.environment.update(dt)
  views.boxes.update()
  views.mirror.update()
  views.glow.update()
  views.trails.update(dt)
  xr?.inputView.update(xrFrame, gl.xr, dt)
  views.ribbon.flush()
  if (store.getState().ar.placed) {
    xr?.shadow.update()
    views.lowHorizon.update()
  }
  views.chunkLabel.update(dt)
  xr?.captionPlate.update(dt)
  xr?.floorTitle.update(dt)
  views.vignette.update()
}

/** A screen's frames; a headset tells its own. */
const DEFAULT_FRAME_RATE_HZ = 60

/** Gives up parts of the picture while frames are missed, but not while a song is being opened. */
export function watchFrames(
  { frameState, store }: SceneContext,
  { mirror, spectrum }: SceneViews,
  rootState: RootState,
  seconds: Seconds,
  xrFrame: XRFrame | undefined,
): void {
  const { phase, stage } = store.getState()
  if (phase === 'ready' && stage === null)
    stepPictureQuality(frameState, seconds, 1 / (xrFrame?.session.frameRate ?? DEFAULT_FRAME_RATE_HZ))
  const { qualityStep } = frameState.stats
  applyPictureQuality(qualityStep, mirror, spectrum)
  scaleFramebuffer(rootState, qualityStep, xrFrame)
}

/** Counts the frame, and what the renderer drew in the last one. */
export function countFrame({ frameState: { stats } }: SceneContext, gl: RootState['gl']): void {
  stats.count++
  stats.drawCalls = gl.info.render.calls
  stats.triangles = gl.info.render.triangles
}
