import { kernels } from './kernels/build/kernels.ts'

/** How the heavy loops run: in the SIMD kernels, or in plain TypeScript. Both give the same bits. */
export type Path = 'simd' | 'plain'

let compiled: WebAssembly.Module | null | undefined

/** The kernels, compiled once; null where WebAssembly or its SIMD is missing or not allowed. */
function kernelModule(): WebAssembly.Module | null {
  if (compiled === undefined) {
    try {
      compiled = new WebAssembly.Module(Uint8Array.from(atob(kernels), (letter) => letter.charCodeAt(0)))
    } catch {
      compiled = null
    }
  }
  return compiled
}

/** The one place that decides: the kernels wherever they run. */
export const bestPath = (): Path => (kernelModule() ? 'simd' : 'plain')

/** What audio/kernels/*.ts exports; addresses and lengths as described there. */
export type Kernels = {
  repelShare2: RepelShare
  repelShare3: RepelShare
  addShare: (share: number, sum: number, length: number) => void
  attract2: Attract
  attract3: Attract
  logMel: (
    samples: number,
    frames: number,
    hop: number,
    decibels: number,
    bands: number,
    size: number,
    window: number,
    order: number,
    cos: number,
    sin: number,
    splitCos: number,
    splitSin: number,
    first: number,
    offset: number,
    weights: number,
    work: number,
  ) => void
  mixToMono: (input: number, output: number, channels: number, block: number, from: number, to: number) => number
  filterBlocks: (
    input: number,
    output: number,
    size: number,
    fresh: number,
    margin: number,
    thinning: number,
    cos: number,
    sin: number,
    backCos: number,
    backSin: number,
    response: number,
    work: number,
  ) => void
  readBetween: (
    input: number,
    output: number,
    length: number,
    phase: number,
    up: number,
    down: number,
    taps: number,
    width: number,
  ) => void
}
type RepelShare = (
  piece: number,
  pieces: number,
  count: number,
  stride: number,
  positions: number,
  share: number,
) => number
type Attract = (
  pairs: number,
  from: number,
  to: number,
  p: number,
  exaggeration: number,
  stride: number,
  positions: number,
  gradient: number,
) => void

/** A kernel's memory, given out bit by bit and never taken back: it goes as a whole. */
export type Arena = {
  kernels: Kernels
  /** Zeros, at an address that is a multiple of 16. */
  f32: (length: number) => Float32Array<ArrayBuffer>
  f64: (length: number) => Float64Array<ArrayBuffer>
  /** A copy. */
  putF64: (values: ArrayLike<number>) => number
  putI32: (values: ArrayLike<number>) => number
}

const page = 65536

/**
 * The kernels with a memory of their own.
 * @param bytes of it; views of it stay valid because it never grows afterwards
 * @throws where {@link bestPath} is 'plain'
 */
export function openArena(bytes: number): Arena {
  const instance = new WebAssembly.Instance(kernelModule() as WebAssembly.Module)
  const memory = instance.exports.memory as WebAssembly.Memory
  memory.grow(Math.ceil(bytes / page))
  const { buffer } = memory
  let top = 16
  const take = (size: number): number => {
    const at = top
    top += Math.ceil(size / 16) * 16
    return at
  }
  const f32 = (length: number) => new Float32Array(buffer, take(4 * length), length)
  const f64 = (length: number) => new Float64Array(buffer, take(8 * length), length)
  return {
    kernels: instance.exports as unknown as Kernels,
    f32,
    f64,
    putF64: (values) => {
      const copy = f64(values.length)
      copy.set(values)
      return copy.byteOffset
    },
    putI32: (values) => {
      const copy = new Int32Array(buffer, take(4 * values.length), values.length)
      copy.set(values)
      return copy.byteOffset
    },
  }
}
