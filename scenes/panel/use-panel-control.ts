import type { VanillaContainer } from '@react-three/uikit'
import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { ControlInfo } from '../state/panel-state.ts'
import { useSceneContext } from '../state/scene-context.ts'

/**
 * Registers a control of the panel for outside observers (`window.songwalk.panel()`), while it is mounted.
 * @returns the ref of its container
 */
export function usePanelControl({ label, group, value, isSlider }: ControlInfo): RefObject<VanillaContainer | null> {
  const { panelControls } = useSceneContext().services
  const ref = useRef<VanillaContainer>(null)
  useLayoutEffect(() => {
    const object = ref.current
    if (!object) return
    const control = {
      label,
      object,
      ...(group === undefined ? {} : { group }),
      ...(value === undefined ? {} : { value }),
      ...(isSlider ? { isSlider } : {}),
    }
    panelControls.add(control)
    return () => void panelControls.delete(control)
  }, [panelControls, label, group, value, isSlider])
  return ref
}
