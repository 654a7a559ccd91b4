import { addAfterEffect, addEffect, useFrame, useThree } from '@react-three/fiber'
import { useEffect } from 'react'
import type { Seat } from '../locomotion/camera-rig.ts'
import { useRoom } from '../state/ui-store.ts'
import type { RoomViews } from '../view/create-views.ts'
import { countFrame, stepFrame } from './step-frame.ts'

/** The one place where a frame happens; nothing else in songwalk uses useFrame. */
export function FrameLoop({ views, seat }: { views: RoomViews; seat: Seat }) {
  const room = useRoom()
  const gl = useThree((state) => state.gl)

  useEffect(() => {
    let startedAt = 0
    const stopBefore = addEffect(() => {
      startedAt = performance.now()
    })
    const stopAfter = addAfterEffect(() => {
      room.live.frame.scriptMs = performance.now() - startedAt
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
