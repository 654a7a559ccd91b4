import { type RefObject, useEffect, useMemo } from 'react'
import { Mesh, MeshBasicMaterial, type Object3DEventMap, SphereGeometry } from 'three'
import type { Meters } from '../../audio/units.ts'
import { callPanel, type PanelControl } from '../state/panel-state.ts'
import { useSceneContext, useXRLabels } from '../state/scene-context.ts'

/** Around the mark: large enough for a fingertip and a gaze. */
const TOUCH_RADIUS_M: Meters = 0.045

const createTouchArea = () =>
  new Mesh<SphereGeometry, MeshBasicMaterial, Object3DEventMap & { click: object }>(
    new SphereGeometry(TOUCH_RADIUS_M, 8, 6),
    new MeshBasicMaterial({ visible: false }),
  )

/** What rays, fingertips and a gaze meet of the folded panel's mark; draw-panel-mark.ts draws it. */
export function PanelMark({ ref }: { ref: RefObject<PanelControl['object'] | null> }) {
  const { frameState, services } = useSceneContext()
  const label = useXRLabels().controls
  const object = useMemo(createTouchArea, [])
  ref.current = object
  useEffect(() => {
    const toggle = () => callPanel(frameState.panel, !frameState.panel.called)
    object.addEventListener('click', toggle)
    return () => object.removeEventListener('click', toggle)
  }, [frameState, object])
  useEffect(() => {
    const control = { label, object }
    services.panelControls.add(control)
    return () => void services.panelControls.delete(control)
  }, [services, label, object])
  useEffect(
    () => () => {
      object.geometry.dispose()
      object.material.dispose()
    },
    [object],
  )
  return <primitive object={object} />
}
