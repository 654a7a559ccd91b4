import { addAfterEffect, addEffect, useFrame, useThree } from '@react-three/fiber'
import { useEffect } from 'react'
import type { Seconds } from '../../audio/units.ts'
import type { CameraRig } from '../locomotion/camera-rig.ts'
import { useSceneContext } from '../state/scene-context.ts'
import type { SceneViews } from './create-views.ts'
import { countFrame, stepFrame, watchFrames } from './step-frame.ts'

/** Longest step of a frame: after a pause of the tab nothing jumps. */
const MAX_FRAME_STEP_S: Seconds = 0.25

/** Runs the steps of every frame; no other component uses useFrame. */
export function FrameLoop({ views, cameraRig }: { views: SceneViews; cameraRig: CameraRig }) {
  const context = useSceneContext()
  const gl = useThree((state) => state.gl)

  useEffect(() => {
    let startedAt = 0
    const stopBefore = addEffect(() => {
      startedAt = performance.now()
    })
    const stopAfter = addAfterEffect(() => {
      context.frameState.stats.scriptMs = performance.now() - startedAt
    })
    return () => {
      stopBefore()
      stopAfter()
    }
  }, [context])

  useFrame((rootState, seconds, xrFrame) => {
    // A clock that is set back must not move anything by a negative time.
    const dt = Math.min(Math.max(seconds, 0), MAX_FRAME_STEP_S)
    countFrame(context, gl)
    watchFrames(context, views, rootState, seconds, xrFrame)
    stepFrame(context, views, cameraRig, rootState, dt, xrFrame)
  })
  return null
}
