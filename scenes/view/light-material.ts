import {
  AdditiveBlending,
  type BufferAttribute,
  type BufferGeometry,
  DoubleSide,
  type IUniform,
  Mesh,
  ShaderMaterial,
} from 'three'

/** A material of light that is added to what lies behind it, from both sides; alpha covers that a little (`arAlpha`). */
export const createLightMaterial = (
  vertexShader: string,
  fragmentShader: string,
  uniforms: Record<string, IUniform>,
): ShaderMaterial =>
  new ShaderMaterial({
    vertexShader,
    fragmentShader,
    uniforms,
    premultipliedAlpha: true,
    transparent: true,
    depthWrite: false,
    side: DoubleSide,
    blending: AdditiveBlending,
  })

/** A mesh whose places only its shader knows: never culled, and pointers pass through it. */
export function createShaderMesh<Geometry extends BufferGeometry>(
  geometry: Geometry,
  material: ShaderMaterial,
  renderOrder: number,
): Mesh<Geometry, ShaderMaterial> {
  const mesh = new Mesh(geometry, material)
  mesh.frustumCulled = false
  mesh.renderOrder = renderOrder
  mesh.raycast = () => {}
  return mesh
}

/** What was written into the attributes is uploaded before the next picture. */
export function uploadAttributes(attributes: readonly BufferAttribute[]): void {
  for (const attribute of attributes) attribute.needsUpdate = true
}
