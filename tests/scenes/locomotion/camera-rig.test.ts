import { PerspectiveCamera, Vector3 } from 'three'
import { expect, test } from 'vitest'
import {
  CLOUD_CENTER_HEIGHT_M,
  computeCloudRadius,
  computeCubeEdges,
  layCloud,
} from '../../../scenes/geometry/cloud.ts'
import { fitForm, WHOLE_PICTURE } from '../../../scenes/geometry/free-area.ts'
import { createPathCurve } from '../../../scenes/geometry/path.ts'
import { placeOutside } from '../../../scenes/locomotion/camera-rig.ts'
import { type ShippedForm, shippedForms } from '../shipped-forms.ts'

/** Share of the picture's height that a form takes when it is looked at from outside for the first time. */
function measureHeight({ chunks, embedding }: ShippedForm, aspect: number, isUpright: boolean): number {
  const radius = computeCloudRadius(chunks.length)
  const curve = createPathCurve('spiral', chunks.at(-1)!.end, radius, null)
  const { positions } = layCloud(embedding, radius, computeCubeEdges(chunks), curve, false)
  const { quaternion } = placeOutside(new PerspectiveCamera(), isUpright)
  const [right, up, toward] = [0, 1, 2].map((axis) =>
    new Vector3().setComponent(axis, 1).applyQuaternion(quaternion),
  ) as [Vector3, Vector3, Vector3]
  const tanY = Math.tan((26 * Math.PI) / 180)
  const fit = { x: 0, y: 0, distance: 10 }
  const heart = [curve.heartX, CLOUD_CENTER_HEIGHT_M, curve.heartZ] as const
  const axes = [right, up, toward].flatMap((axis) => axis.toArray())
  fitForm(positions, chunks.length, radius, heart, axes, tanY * aspect, tanY, WHOLE_PICTURE, fit)
  const heights = chunks.map((_, i) => {
    const point = new Vector3().fromArray(positions, i * 3).sub(new Vector3(...heart))
    return (point.dot(up) - fit.y) / (fit.distance - point.dot(toward)) / tanY
  })
  return (Math.max(...heights) - Math.min(...heights)) / 2
}

test.each(shippedForms.map((form) => [form.name, form] as const))(
  'on an upright phone the form of %s is higher than from where a wide picture shows it',
  (_, form) => {
    const upright = measureHeight(form, 390 / 844, true)
    expect(upright).toBeGreaterThan(0.3)
    expect(upright).toBeGreaterThan(1.1 * measureHeight(form, 390 / 844, false))
  },
)
