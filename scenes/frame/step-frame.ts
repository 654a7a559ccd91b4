import type { RootState } from '@react-three/fiber'
import type { CameraRig } from '../locomotion/camera-rig.ts'
import type { SceneContext } from '../state/ui-store.ts'
import type { SceneViews } from './create-views.ts'
import { placePanel } from './place-panel.ts'
import {
  easeChunkAppearance,
  placeListener,
  placeVoices,
  readPlayhead,
  stepEmbeddingAnimation,
  stepGrabbedBoxes,
} from './step-boxes.ts'
import { moveRig, readHeadPose, readListenerPose, updateCameraRig, updateVignette } from './step-viewer.ts'
import { updateGaze } from './update-gaze.ts'

/** The order of a frame: sound first, then the visitor, then hands and boxes, then what is heard, then what is seen. */
export function stepFrame(
  room: SceneContext,
  views: SceneViews,
  seat: CameraRig,
  state: RootState,
  dt: number,
  xrFrame: XRFrame | undefined,
): void {
  const { frameState, services } = room
  readPlayhead(room)
  readHeadPose(frameState, state, xrFrame)
  views.locomotion.update(dt)
  moveRig(room, dt)
  views.arController.update(xrFrame, state.gl.xr, dt)
  updateVignette(frameState, dt)
  updateCameraRig(room, seat, state.camera, dt, xrFrame)
  readListenerPose(frameState, state, xrFrame)
  stepEmbeddingAnimation(frameState, dt)
  views.xrInput.update(xrFrame, state.gl.xr)
  stepGrabbedBoxes(frameState, dt)
  easeChunkAppearance(frameState, dt)
  updateGaze(room, views, state, dt)
  placePanel(frameState, services, dt)
  placeVoices(room)
  placeListener(room)
  views.chunkTexture.update()
  views.environment.update(dt)
  views.boxes.update()
  views.glow.update(dt, frameState.viewer.reducedMotion)
  views.trails.update(dt)
  views.xrInputView.update(xrFrame, state.gl.xr)
  views.ribbon.flush()
  if (room.store.getState().ar.placed) views.shadow.update()
  views.chunkLabel.update(dt)
  views.captionPlate.update(dt)
  views.vignette.update()
}

export function countFrame({ frameState }: SceneContext, gl: RootState['gl']): void {
  frameState.stats.count++
  frameState.stats.drawCalls = gl.info.render.calls
  frameState.stats.triangles = gl.info.render.triangles
}
