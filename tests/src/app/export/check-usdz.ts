import { parseUsda, type UsdPrim } from './parse-usda.ts'

const TEXTURE_ENDINGS = ['.png', '.jpg', '.jpeg']
const SHADERS = ['UsdPreviewSurface', 'UsdUVTexture', 'UsdPrimvarReader_float2']
const GPRIMS = ['Mesh', 'Cube', 'Sphere', 'Points']

type UsdzFile = { name: string; method: number; start: number; data: Uint8Array }

/** The files of a zip in order, from its local headers (APPNOTE 4.3.7). */
export function readUsdz(archive: Uint8Array): UsdzFile[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength)
  const files: UsdzFile[] = []
  let at = 0
  while (view.getUint32(at, true) === 0x04034b50) {
    const nameLength = view.getUint16(at + 26, true)
    const start = at + 30 + nameLength + view.getUint16(at + 28, true)
    const name = new TextDecoder().decode(archive.subarray(at + 30, at + 30 + nameLength))
    const size = view.getUint32(at + 18, true)
    files.push({ name, method: view.getUint16(at + 8, true), start, data: archive.subarray(start, start + size) })
    at = start + size
  }
  return files
}

const listPrims = (prims: readonly UsdPrim[], parent = ''): (UsdPrim & { path: string })[] =>
  prims.flatMap((prim) => {
    const path = `${parent}/${prim.name}`
    return [{ ...prim, path }, ...listPrims(prim.children, path)]
  })

/**
 * Checks a USDZ by the rules that Apple and Pixar publish for AR Quick Look (usdchecker --arkit) and that apply to meshes
 * with a textured material: package, stage, encapsulation, textures, materials, extents, and whole meshes.
 * @returns what is wrong, one sentence each
 */
export function checkUsdz(archive: Uint8Array): string[] {
  const files = readUsdz(archive)
  const faults: string[] = []
  const demand = (isRight: boolean, fault: string) => {
    if (!isRight) faults.push(fault)
  }
  const [model] = files
  if (!model) return ['The package is empty.']
  demand(/\.usd[ac]?$/.test(model.name), 'The first file is no USD file.')
  for (const { name, method, start } of files) {
    demand(method === 0, `${name} is compressed.`)
    demand(start % 64 === 0, `${name} does not begin at a multiple of 64 bytes.`)
    demand(/\.(usd[ac]?|png|jpe?g|m4a|mp3|wav)$/.test(name), `${name} is of a kind that packages may not hold.`)
  }
  const { metadata, prims } = parseUsda(new TextDecoder().decode(model.data))
  demand(metadata.upAxis === 'Y', 'The up axis is not Y.')
  demand(typeof metadata.metersPerUnit === 'number', 'metersPerUnit is missing.')
  demand(
    prims.some(({ name }) => name === metadata.defaultPrim),
    'The default prim is none of the root prims.',
  )
  const all = listPrims(prims)
  const byPath = new Map(all.map((prim) => [prim.path, prim]))
  for (const prim of all) {
    const { path, type, properties } = prim
    const parent = byPath.get(path.slice(0, path.lastIndexOf('/')))
    demand(!(parent && GPRIMS.includes(parent.type)), `${path} lies in a mesh.`)
    if (type === 'Shader') {
      demand(parent?.type === 'Material', `${path} lies in no material.`)
      demand(SHADERS.includes(String(properties['info:id'])), `${path} is no known shader.`)
    }
    for (const [key, value] of Object.entries(properties)) {
      if (key.endsWith('.connect')) {
        const [target = '', output = ''] = String(value).split('.')
        demand(byPath.has(target) && output in (byPath.get(target)?.properties ?? {}), `${path}: ${key} leads nowhere.`)
      }
      if (key === 'inputs:file') checkTexture(String(value), path)
    }
    if (type === 'Mesh') checkMesh(prim)
  }

  function checkTexture(name: string, path: string) {
    const texture = files.find((file) => file.name === name)
    demand(texture !== undefined, `${path}: ${name} is not in the package.`)
    demand(
      TEXTURE_ENDINGS.some((ending) => name.endsWith(ending)),
      `${path}: ${name} is of no kind that Quick Look reads.`,
    )
    demand(!name.startsWith('/') && !name.includes('..'), `${path}: ${name} lies outside the package.`)
    if (texture) demand(texture.data[0] === 0x89 && texture.data[1] === 0x50, `${name} is no PNG.`)
  }

  function checkMesh({ path, metadata, properties }: UsdPrim & { path: string }) {
    const points = (properties.points ?? []) as number[][]
    const counts = (properties.faceVertexCounts ?? []) as number[]
    const indices = (properties.faceVertexIndices ?? []) as number[]
    demand(points.length > 0, `${path} has no points.`)
    const extent = (properties.extent ?? []) as number[][]
    const isTight = [0, 1, 2].every((axis) => {
      let [low, high] = [Infinity, -Infinity]
      for (const point of points) {
        low = Math.min(low, point[axis]!)
        high = Math.max(high, point[axis]!)
      }
      return extent[0]?.[axis] === low && extent[1]?.[axis] === high
    })
    demand(isTight, `${path}: the extent is not that of its points.`)
    demand(counts.reduce((sum, n) => sum + n, 0) === indices.length, `${path}: faces and indices do not fit.`)
    demand(
      indices.every((index) => index >= 0 && index < points.length),
      `${path}: an index lies beyond the points.`,
    )
    for (const key of ['normals', 'primvars:st'])
      demand((properties[key] as unknown[] | undefined)?.length === points.length, `${path}: ${key} do not fit.`)
    demand(properties.subdivisionScheme === 'none', `${path} would be rounded.`)
    demand(String(metadata.apiSchemas).includes('MaterialBindingAPI'), `${path} binds without its schema.`)
    demand(byPath.get(String(properties['material:binding']))?.type === 'Material', `${path} has no material.`)
  }
  return faults
}
