import { useThree } from '@react-three/fiber'
import { useEffect } from 'react'
import { MathUtils, type PerspectiveCamera } from 'three'
import { useSceneContext } from '../state/scene-context.ts'
import { FINGERTIP_PX, findBoxNotMeant } from '../state/tap.ts'

/** Tells raycasts, before events reach the scene, whether a finger points, and what it covers. */
export function useFingertip(): void {
  const { pointer } = useSceneContext().frameState
  const camera = useThree((state) => state.camera) as PerspectiveCamera
  const canvas = useThree((state) => state.gl.domElement)
  useEffect(() => {
    const { fingertip } = pointer
    const read = ({ type, pointerType, clientX, clientY }: PointerEvent) => {
      const isTouch = pointerType === 'touch'
      const tanY = Math.tan(MathUtils.degToRad(camera.fov) / 2)
      fingertip.cone = isTouch ? Math.atan((FINGERTIP_PX * 2 * tanY) / canvas.clientHeight) : 0
      if (type !== 'pointerdown') return
      fingertip.skip = isTouch ? findBoxNotMeant(fingertip.lastTap, clientX, clientY, performance.now() / 1000) : -1
    }
    const types = ['pointerdown', 'pointermove', 'pointerup'] as const
    for (const type of types) window.addEventListener(type, read, { capture: true })
    return () => {
      for (const type of types) window.removeEventListener(type, read, { capture: true })
      fingertip.cone = 0
    }
  }, [pointer, camera, canvas])
}
