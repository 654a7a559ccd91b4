import {
  type BufferGeometry,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  type Mesh,
  type ShaderMaterial,
  Sphere,
} from 'three'
import type { FrameState } from '../state/frame-state.ts'

/** Attributes that are uploaded once per set of boxes; what changes every frame is in `ChunkTexture`. */
export type InstanceAttributes = {
  count: number
  /** By the name in the shader: values and number of components. */
  attributes: Record<string, [array: Float32Array, itemSize: number]>
}

type ChunkMesh = Mesh<BufferGeometry, ShaderMaterial>

/** Gives `mesh` a new instanced geometry for every new set of boxes (`boxes.generation`). */
export class ChunkView {
  private generation = -1
  /** `path.moves` that is drawn. */
  private moves = -1

  constructor(
    private readonly frameState: FrameState,
    private readonly shape: BufferGeometry,
    private readonly createInstances: (frameState: FrameState) => InstanceAttributes,
    readonly mesh: ChunkMesh,
  ) {
    mesh.frustumCulled = false
  }

  update(): void {
    const { boxes, path } = this.frameState
    if (this.generation !== boxes.generation) this.rebuild()
    else if (this.moves !== path.moves) this.followPath()
    this.moves = path.moves
  }

  /** Uploads where the tiles are now: cubes come first among the instances, tiles last. */
  private followPath(): void {
    const { center, yaw, tiles } = this.frameState.path.floorPath
    this.writePlaces('pathCenter', center, false)
    this.writePlaces('yaw', yaw, false)
    this.writePlaces('from', tiles.from, true)
    this.writePlaces('to', tiles.to, true)
  }

  private writePlaces(name: string, places: Float32Array, isLast: boolean): void {
    const attribute = this.mesh.geometry.getAttribute(name)
    if (!(attribute instanceof InstancedBufferAttribute)) return
    attribute.array.set(places, isLast ? attribute.array.length - places.length : 0)
    attribute.needsUpdate = true
  }

  private rebuild(): void {
    this.generation = this.frameState.boxes.generation
    const { count, attributes } = this.createInstances(this.frameState)
    const geometry = new InstancedBufferGeometry()
    geometry.index = this.shape.index
    for (const [name, attribute] of Object.entries(this.shape.attributes)) geometry.setAttribute(name, attribute)
    for (const [name, [array, itemSize]] of Object.entries(attributes))
      geometry.setAttribute(name, new InstancedBufferAttribute(array, itemSize))
    geometry.instanceCount = count
    // Never culled: positions are known only in the shader.
    geometry.boundingSphere = new Sphere(undefined, Number.POSITIVE_INFINITY)
    this.mesh.geometry.dispose()
    this.mesh.geometry = geometry
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
    this.shape.dispose()
  }
}

/** [0, 1, …, count - 1] */
const createRange = (count: number): Float32Array => Float32Array.from({ length: count }, (_, i) => i)

/** Per instance: beginning and end of its chunk, and of its own share of it: instances of one chunk follow each other. */
function createSpans(chunks: ArrayLike<number>, boundaries: Float64Array): Float32Array {
  const spans = new Float32Array(chunks.length * 4)
  let first = 0
  for (let t = 0; t < chunks.length; t++) {
    const chunk = chunks[t]!
    if (t > 0 && chunks[t - 1] !== chunk) first = t
    let last = t
    while (chunks[last + 1] === chunk) last++
    const start = boundaries[chunk]!
    const duration = boundaries[chunk + 1]! - start
    const share = duration / (last - first + 1)
    spans.set([start, start + duration, start + share * (t - first), start + share * (t - first + 1)], t * 4)
  }
  return spans
}

/** One instance per chunk: a cube of the cloud. */
export const createCloudInstances = ({
  boxes: { count, boundaries, trust, colors, pips },
  path: { floorPath },
}: FrameState): InstanceAttributes => ({
  count,
  attributes: {
    chunk: [createRange(count), 1],
    pathCenter: [floorPath.center, 3],
    yaw: [floorPath.yaw, 1],
    color: [colors, 3],
    trust: [trust, 1],
    pips: [pips, 1],
    span: [createSpans(createRange(count), boundaries), 4],
  },
})

/** One instance per tile of the path, in the color of its chunk. */
export function createTileInstances({
  path: {
    floorPath: { tiles },
  },
  boxes: { boundaries, trust, colors, pips },
}: FrameState): InstanceAttributes {
  const { count, chunk, from, to, shape } = tiles
  const color = new Float32Array(count * 3)
  const tileTrust = new Float32Array(count)
  const tilePips = new Float32Array(count)
  for (let t = 0; t < count; t++) {
    const c = chunk[t]!
    color.set(colors.subarray(c * 3, c * 3 + 3), t * 3)
    tileTrust[t] = trust[c]!
    tilePips[t] = pips[c]!
  }
  return {
    count,
    attributes: {
      chunk: [Float32Array.from(chunk), 1],
      from: [from, 3],
      to: [to, 3],
      shape: [shape, 3],
      color: [color, 3],
      trust: [tileTrust, 1],
      pips: [tilePips, 1],
      span: [createSpans(chunk, boundaries), 4],
    },
  }
}

/** Joins instances for one draw call: attribute `kind` is the index of the part; attributes a part lacks are 0. */
export function mergeInstances(parts: readonly InstanceAttributes[]): InstanceAttributes {
  const count = parts.reduce((sum, part) => sum + part.count, 0)
  const attributes: InstanceAttributes['attributes'] = { kind: [new Float32Array(count), 1] }
  let first = 0
  parts.forEach((part, kind) => {
    attributes.kind?.[0].fill(kind, first, first + part.count)
    for (const [name, [array, itemSize]] of Object.entries(part.attributes)) {
      attributes[name] ??= [new Float32Array(count * itemSize), itemSize]
      attributes[name][0].set(array, first * itemSize)
    }
    first += part.count
  })
  return { count, attributes }
}
