import {
  type BufferGeometry,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  type Mesh,
  type ShaderMaterial,
  Sphere,
} from 'three'
import type { Live } from '../live.ts'

/** Per-instance numbers: `moving` ones are sent to the GPU every frame. */
export type Instances = {
  count: number
  still: Record<string, [array: Float32Array, width: number]>
  moving: Record<string, [array: Float32Array, width: number]>
  /** Brings `moving` up to date; not needed when its arrays are the live ones themselves. */
  gather?: () => void
}

/** What every material that draws chunks is told each frame. */
export const lookUniforms = () => ({ level: { value: 0 }, hovered: { value: -1 }, trustLook: { value: 0 } })

type ChunkMesh = Mesh<BufferGeometry, ShaderMaterial>

/** An instanced mesh that follows the live arrays and is rebuilt for every new set of boxes. */
export class ChunkView {
  private generation = -1
  private instances: Instances = { count: 0, still: {}, moving: {} }
  private sent: InstancedBufferAttribute[] = []

  constructor(
    private readonly live: Live,
    private readonly shape: BufferGeometry,
    private readonly describe: (live: Live) => Instances,
    readonly mesh: ChunkMesh,
  ) {
    mesh.frustumCulled = false
  }

  paint(): void {
    const { live, mesh, sent } = this
    if (this.generation !== live.generation) this.rebuild()
    this.instances.gather?.()
    for (let k = 0; k < sent.length; k++) (sent[k] as InstancedBufferAttribute).needsUpdate = true
    const { level, hovered, trustLook } = mesh.material.uniforms
    // A box that breathes with the music is motion too.
    if (level) level.value = live.reducedMotion ? 0 : live.level
    if (hovered) hovered.value = live.hovered
    if (trustLook) trustLook.value = live.trustLook
  }

  private rebuild(): void {
    this.generation = this.live.generation
    this.instances = this.describe(this.live)
    const { count, still, moving } = this.instances
    const geometry = new InstancedBufferGeometry()
    geometry.index = this.shape.index
    for (const [name, attribute] of Object.entries(this.shape.attributes)) geometry.setAttribute(name, attribute)
    for (const [name, [array, width]] of Object.entries(still))
      geometry.setAttribute(name, new InstancedBufferAttribute(array, width))
    this.sent = Object.entries(moving).map(([name, [array, width]]) => {
      const attribute = new InstancedBufferAttribute(array, width).setUsage(DynamicDrawUsage)
      geometry.setAttribute(name, attribute)
      return attribute
    })
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

/** One instance per chunk; the arrays are the live ones, so what a frame step writes is what is drawn. */
export const cloudInstances = ({ count, place, glow, heard, trust, edge, path, colors, pips }: Live): Instances => ({
  count,
  moving: { place: [place, 3], glow: [glow, 1], heard: [heard, 1] },
  still: {
    edge: [edge, 1],
    pathCenter: [path.center, 3],
    yaw: [path.yaw, 1],
    color: [colors, 3],
    trust: [trust, 1],
    pips: [pips, 1],
  },
})

/** One instance per tile of the path; looks are those of the tile's chunk. */
export function tileInstances({ path: { tiles }, glow, heard, trust, colors, pips }: Live): Instances {
  const { count, chunk, from, to, shape } = tiles
  const color = new Float32Array(count * 3)
  const index = new Float32Array(count)
  const tileTrust = new Float32Array(count)
  const tilePips = new Float32Array(count)
  for (let t = 0; t < count; t++) {
    const c = chunk[t] as number
    color.set(colors.subarray(c * 3, c * 3 + 3), t * 3)
    index[t] = c
    tileTrust[t] = trust[c] as number
    tilePips[t] = pips[c] as number
  }
  const tileGlow = new Float32Array(count)
  const tileHeard = new Float32Array(count)
  return {
    count,
    still: {
      from: [from, 3],
      to: [to, 3],
      shape: [shape, 3],
      color: [color, 3],
      chunk: [index, 1],
      trust: [tileTrust, 1],
      pips: [tilePips, 1],
    },
    moving: { glow: [tileGlow, 1], heard: [tileHeard, 1] },
    gather: () => {
      for (let t = 0; t < count; t++) {
        const c = chunk[t] as number
        tileGlow[t] = glow[c] as number
        tileHeard[t] = heard[c] as number
      }
    },
  }
}
