import { AlwaysDepth, PlaneGeometry, type Raycaster } from 'three'
import { expect, test } from 'vitest'
import { createPanelDepth } from '../../../scenes/panel/panel-depth.ts'
import { DRAW_ORDER } from '../../../scenes/view/draw-order.ts'

test('the panel writes its depth over whatever is there, after the names of boxes and before itself, rays and hands', () => {
  const { material, renderOrder, raycast } = createPanelDepth(new PlaneGeometry(1, 1))
  expect(material).toMatchObject({ colorWrite: false, depthWrite: true, depthTest: true, depthFunc: AlwaysDepth })
  // Transparent things are drawn after the opaque boxes.
  expect(material.transparent).toBe(true)
  const { label, panel, panelText, ribbon, hands } = DRAW_ORDER
  const order = [0, DRAW_ORDER.glow, label, renderOrder, panel, panelText, ribbon, hands]
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(new Set(order).size).toBe(order.length)
  expect(raycast({} as Raycaster, [])).toBeUndefined()
})
