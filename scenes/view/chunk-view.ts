import {
  type BufferGeometry,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  type Mesh,
  type ShaderMaterial,
  Sphere,
} from 'three'
import type { FrameState } from '../state/frame-state.ts'

/** Per-instance numbers, sent to the GPU once for every new set of boxes; what moves is in `Looks`. */
export type InstanceAttributes = {
  count: number
  attributes: Record<string, [array: Float32Array, width: number]>
}

type ChunkMesh = Mesh<BufferGeometry, ShaderMaterial>

/** An instanced mesh that is rebuilt for every new set of boxes. */
export class ChunkView {
  private generation = -1

  constructor(
    private readonly frameState: FrameState,
    private readonly shape: BufferGeometry,
    private readonly describe: (frameState: FrameState) => InstanceAttributes,
    readonly mesh: ChunkMesh,
  ) {
    mesh.frustumCulled = false
  }

  update(): void {
    if (this.generation !== this.frameState.boxes.generation) this.rebuild()
  }

  private rebuild(): void {
    this.generation = this.frameState.boxes.generation
    const { count, attributes: still } = this.describe(this.frameState)
    const geometry = new InstancedBufferGeometry()
    geometry.index = this.shape.index
    for (const [name, attribute] of Object.entries(this.shape.attributes)) geometry.setAttribute(name, attribute)
    for (const [name, [array, width]] of Object.entries(still))
      geometry.setAttribute(name, new InstancedBufferAttribute(array, width))
    geometry.instanceCount = count
    // The room is always around the visitor; computing bounds every frame would cost more than drawing.
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

/** 0, 1, 2 … */
export const createRange = (count: number): Float32Array => Float32Array.from({ length: count }, (_, i) => i)

/** One instance per chunk. */
export const createCloudInstances = ({
  boxes: { count, trust, edgeLength: edge, colors, pips },
  path: { floorPath: path },
}: FrameState): InstanceAttributes => ({
  count,
  attributes: {
    chunk: [createRange(count), 1],
    edge: [edge, 1],
    pathCenter: [path.center, 3],
    yaw: [path.yaw, 1],
    color: [colors, 3],
    trust: [trust, 1],
    pips: [pips, 1],
  },
})

/** One instance per tile of the path; looks are those of the tile's chunk. */
export function createTileInstances({
  path: {
    floorPath: { tiles },
  },
  boxes: { trust, colors, pips },
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
    },
  }
}

/** Several kinds of instances for one draw call: `kind` is the number of the part; what a part lacks is 0. */
export function mergeInstances(parts: readonly InstanceAttributes[]): InstanceAttributes {
  const count = parts.reduce((sum, part) => sum + part.count, 0)
  const still: InstanceAttributes['attributes'] = { kind: [new Float32Array(count), 1] }
  let first = 0
  parts.forEach((part, kind) => {
    still.kind?.[0].fill(kind, first, first + part.count)
    for (const [name, [array, width]] of Object.entries(part.attributes)) {
      still[name] ??= [new Float32Array(count * width), width]
      still[name][0].set(array, first * width)
    }
    first += part.count
  })
  return { count, attributes: still }
}
