import { AlwaysDepth, type BufferGeometry, Mesh, MeshBasicMaterial } from 'three'
import { DRAW_ORDER } from '../view/draw-order.ts'

/**
 * The panel's depth, written over whatever is there: the panel covers for the eye what it covers for pointers, boxes before
 * it too, and rays and arcs behind it are not drawn across it.
 */
export function createPanelDepth<Geometry extends BufferGeometry>(
  geometry: Geometry,
): Mesh<Geometry, MeshBasicMaterial> {
  const material = new MeshBasicMaterial({ colorWrite: false, depthFunc: AlwaysDepth, transparent: true })
  const mesh = new Mesh(geometry, material)
  mesh.renderOrder = DRAW_ORDER.panelDepth
  mesh.raycast = () => {}
  return mesh
}
