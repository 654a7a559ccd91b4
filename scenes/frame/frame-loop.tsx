import { addAfterEffect, addEffect, useFrame, useThree } from '@react-three/fiber'
import { useEffect } from 'react'
import type { CameraRig } from '../locomotion/camera-rig.ts'
import { useSceneContext } from '../state/ui-store.ts'
import type { SceneViews } from './create-views.ts'
import { countFrame, stepFrame } from './step-frame.ts'

/** The one place where a frame happens; nothing else in songwalk uses useFrame. */
export function FrameLoop({ views, seat }: { views: SceneViews; seat: CameraRig }) {
  const room = useSceneContext()
  const gl = useThree((state) => state.gl)

  useEffect(() => {
    let startedAt = 0
    const stopBefore = addEffect(() => {
      startedAt = performance.now()
    })
    const stopAfter = addAfterEffect(() => {
      room.frameState.stats.scriptMs = performance.now() - startedAt
    })
    return () => {
      stopBefore()
      stopAfter()
    }
  }, [room])

  useFrame((state, seconds, xrFrame) => {
    // A tab that slept must not make everything jump.
    const dt = Math.min(seconds, 0.25)
    countFrame(room, gl)
    stepFrame(room, views, seat, state, dt, xrFrame)
  })
  return null
}
