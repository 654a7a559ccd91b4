import { kernels, sharedKernels } from './kernels/build/kernels.ts'

/** How the heavy loops run: in the SIMD kernels, or in plain TypeScript. Both give the same bits. */
export type Backend = 'simd' | 'plain'

const WASM_PAGE_BYTES = 65536

const compiledModules = new Map<string, WebAssembly.Module | null>()

/** Kernels, compiled once; null where WebAssembly, its SIMD or its shared memory is missing or not allowed. */
function compileModule(text: string): WebAssembly.Module | null {
  const known = compiledModules.get(text)
  if (known !== undefined) return known
  let made: WebAssembly.Module | null = null
  try {
    made = new WebAssembly.Module(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)))
  } catch {}
  compiledModules.set(text, made)
  return made
}

/** The one place that decides: the kernels wherever they run. */
export const bestBackend = (): Backend => (compileModule(kernels) ? 'simd' : 'plain')

/**
 * A memory that several workers share.
 * @returns null where there is none: the page is not cross-origin isolated, or the engine has no such memory
 */
export function createSharedMemory(bytes: number): WebAssembly.Memory | null {
  if (globalThis.crossOriginIsolated === false || !compileModule(kernels) || !compileModule(sharedKernels)) return null
  const pages = Math.ceil(bytes / WASM_PAGE_BYTES)
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  } catch {
    return null
  }
}

/** What audio/dsp/kernels/*.ts exports; addresses and lengths as described there. */
export type Kernels = {
  repelShare2: RepelShareKernel
  repelShare3: RepelShareKernel
  addShare: (share: number, sum: number, length: number) => void
  attract2: AttractKernel
  attract3: AttractKernel
  squaredRow: (
    count: number,
    dims: number,
    stride: number,
    values: number,
    ownStride: number,
    own: number,
    row: number,
  ) => void
  keepNearest: (count: number, row: number, self: number, k: number, index: number, squared: number) => void
  countBefore: (count: number, row: number, other: number) => number
  sumSimilarities: (count: number, row: number) => number
  logMel: (
    samples: number,
    starts: number,
    frames: number,
    decibels: number,
    bands: number,
    size: number,
    window: number,
    places: number,
    turns: number,
    splitTurns: number,
    first: number,
    offset: number,
    weights: number,
    work: number,
  ) => number
  sumRises: (decibels: number, frames: number, bands: number, floor: number, strength: number) => void
  relateLevels: (decibels: number, frames: number, bands: number, range: number, sums: number) => void
  cepstra: (
    rows: number,
    count: number,
    bands: number,
    coefficients: number,
    cosines: number,
    values: number,
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
    turns: number,
    backTurns: number,
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
type RepelShareKernel = (
  piece: number,
  pieces: number,
  count: number,
  stride: number,
  positions: number,
  share: number,
) => number
type AttractKernel = (
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
export type KernelMemory = {
  kernels: Kernels
  /** At an address that is a multiple of 16; zeros in a memory of its own. */
  f32: (length: number) => Float32Array<ArrayBuffer>
  f64: (length: number) => Float64Array<ArrayBuffer>
  i32: (length: number) => Int32Array<ArrayBuffer>
  /** A copy. */
  putF32: (values: ArrayLike<number>) => number
  putF64: (values: ArrayLike<number>) => number
  putI32: (values: ArrayLike<number>) => number
}

/**
 * The kernels with a memory of their own, or over a shared one.
 * @param bytes of it; views of it stay valid because it never grows afterwards
 * @param shared made by {@link createSharedMemory}; what it holds stays. Only the kernels of t-SNE run over it
 * @throws where {@link bestBackend} is 'plain'
 */
export function openKernelMemory(bytes: number, shared?: WebAssembly.Memory): KernelMemory {
  const imports = shared ? { env: { memory: shared } } : {}
  const instance = new WebAssembly.Instance(
    compileModule(shared ? sharedKernels : kernels) as WebAssembly.Module,
    imports,
  )
  const memory = shared ?? (instance.exports.memory as WebAssembly.Memory)
  if (!shared) memory.grow(Math.ceil(bytes / WASM_PAGE_BYTES))
  const { buffer } = memory
  let top = 16
  const take = (size: number): number => {
    const at = top
    top += Math.ceil(size / 16) * 16
    return at
  }
  const f32 = (length: number) => new Float32Array(buffer, take(4 * length), length)
  const f64 = (length: number) => new Float64Array(buffer, take(8 * length), length)
  const i32 = (length: number) => new Int32Array(buffer, take(4 * length), length)
  return {
    kernels: instance.exports as unknown as Kernels,
    f32,
    f64,
    i32,
    putF32: (values) => {
      const copy = f32(values.length)
      copy.set(values)
      return copy.byteOffset
    },
    putF64: (values) => {
      const copy = f64(values.length)
      copy.set(values)
      return copy.byteOffset
    },
    putI32: (values) => {
      const copy = i32(values.length)
      copy.set(values)
      return copy.byteOffset
    },
  }
}
