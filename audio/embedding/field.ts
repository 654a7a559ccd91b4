import { bestPath, openArena, type Path } from '../simd.ts'
import { farAway } from './gradient-kernel.ts'
import type { Points } from './points.ts'
import { lanes, totalOf } from './repulsion.ts'

const { fround } = Math

/**
 * What fixed points do to one more at `place` (three numbers; the third is 0 in 2D): z is the sum of
 * q = 1 / (1 + squared distance), force that of q² times the difference along each axis. Kept until the next call.
 */
export type Field = (place: Float64Array) => { z: number; force: Float32Array }

/**
 * The repulsion of landmarks that stay where they are, single precision as in repulsion.ts.
 * @param fixed 2D or 3D
 * @param path either gives the same bits
 */
export function openField(fixed: Points, path: Path = bestPath()): Field {
  const { count, dims, values } = fixed
  const stride = Math.ceil(count / lanes) * lanes
  const fill = (positions: Float32Array): void => {
    for (let d = 0; d < 3; d++) {
      positions.fill(farAway, d * stride + count, (d + 1) * stride)
      if (d < dims) positions.set(values.subarray(d * count, (d + 1) * count), d * stride)
    }
  }
  if (path === 'plain') return plainField(stride, fill)
  const { kernels, f32 } = openArena(16 * (stride + 4))
  const positions = f32(3 * stride)
  const out = f32(4)
  fill(positions)
  const force = out.subarray(1)
  return ([x, y, z]) => {
    kernels.fieldAt(stride, 4 * stride, positions.byteOffset, x as number, y as number, z as number, out.byteOffset)
    return { z: out[0] as number, force }
  }
}

function plainField(stride: number, fill: (positions: Float32Array) => void): Field {
  const positions = new Float32Array(3 * stride)
  fill(positions)
  const sums = Array.from({ length: 4 }, () => new Float32Array(lanes))
  const [sum, fx, fy, fz] = sums as [Float32Array, Float32Array, Float32Array, Float32Array]
  const force = new Float32Array(3)
  return (place) => {
    const [x, y, z] = Float32Array.from(place) as unknown as [number, number, number]
    for (const lane of sums) lane.fill(0)
    for (let j = 0; j < stride; j++) {
      const lane = j % lanes
      const dx = fround(x - (positions[j] as number))
      const dy = fround(y - (positions[stride + j] as number))
      const dz = fround(z - (positions[2 * stride + j] as number))
      const squared = fround(fround(fround(dx * dx) + fround(dy * dy)) + fround(fround(dz * dz) + 1))
      const q = fround(1 / squared)
      const qq = fround(q * q)
      sum[lane] = (sum[lane] as number) + q
      fx[lane] = (fx[lane] as number) + fround(qq * dx)
      fy[lane] = (fy[lane] as number) + fround(qq * dy)
      fz[lane] = (fz[lane] as number) + fround(qq * dz)
    }
    force[0] = totalOf(fx)
    force[1] = totalOf(fy)
    force[2] = totalOf(fz)
    return { z: totalOf(sum), force }
  }
}
