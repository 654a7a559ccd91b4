import { kernels, sharedKernels } from './kernels/build/kernels.ts'

/** SIMD kernels in WebAssembly, or their reference in TypeScript. Both give the same bits. */
export type Backend = 'simd' | 'plain'

const WASM_PAGE_BYTES = 65536

const compiledModules = new Map<string, WebAssembly.Module | null>()

/** The compiled module, cached; null where WebAssembly, SIMD or shared memory is missing or forbidden. */
function compileModule(base64: string): WebAssembly.Module | null {
  const cached = compiledModules.get(base64)
  if (cached !== undefined) return cached
  let module: WebAssembly.Module | null = null
  try {
    module = new WebAssembly.Module(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)))
  } catch {}
  compiledModules.set(base64, module)
  return module
}

/** The kernels wherever they run. */
export const selectBackend = (): Backend => (compileModule(kernels) ? 'simd' : 'plain')

/**
 * A memory that several workers share.
 * @returns null where there is no SharedArrayBuffer: not cross-origin isolated, or missing in the engine
 */
export function createSharedMemory(bytes: number): WebAssembly.Memory | null {
  if (typeof SharedArrayBuffer === 'undefined' || !compileModule(kernels) || !compileModule(sharedKernels)) return null
  const pages = Math.ceil(bytes / WASM_PAGE_BYTES)
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  } catch {
    return null
  }
}

/** The exports of audio/dsp/kernels/*.ts, which document addresses and lengths. */
export type Kernels = {
  repelShare2: RepelShareKernel
  repelShare3: RepelShareKernel
  addShare: (share: number, sum: number, length: number) => void
  attract2: AttractKernel
  attract3: AttractKernel
  computeSquaredDistances: (
    count: number,
    dims: number,
    stride: number,
    values: number,
    ownStride: number,
    own: number,
    row: number,
  ) => void
  selectNearest: (count: number, row: number, self: number, k: number, index: number, squared: number) => void
  countBefore: (count: number, row: number, other: number) => number
  sumSimilarities: (count: number, row: number) => number
  computeLogMel: (
    samples: number,
    starts: number,
    frames: number,
    decibels: number,
    bands: number,
    size: number,
    window: number,
    targets: number,
    twiddles: number,
    splitTwiddles: number,
    first: number,
    offset: number,
    weights: number,
    work: number,
  ) => number
  computeSpectralFlux: (decibels: number, frames: number, bands: number, floor: number, sums: number) => void
  computeRelativeLevels: (decibels: number, frames: number, bands: number, range: number, sums: number) => void
  computeMfcc: (
    rows: number,
    count: number,
    bands: number,
    coefficients: number,
    cosines: number,
    values: number,
    work: number,
  ) => void
  mixToMono: (
    input: number,
    output: number,
    channels: number,
    block: number,
    from: number,
    to: number,
    energies: number,
  ) => void
  weighPair: (
    left: number,
    right: number,
    count: number,
    isFirst: boolean,
    mono: number,
    filters: number,
    state: number,
  ) => void
  findLargestPeak: (
    samples: number,
    length: number,
    part: number,
    taps: number,
    lead: number,
    ratio: number,
    peak: number,
  ) => number
  overlapSave: (
    input: number,
    output: number,
    size: number,
    validLength: number,
    margin: number,
    decimation: number,
    twiddles: number,
    inverseTwiddles: number,
    response: number,
    work: number,
  ) => void
  interpolate: (
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

/** Kernels and their memory, which is allocated piece by piece and freed as a whole. */
export type KernelMemory = {
  kernels: Kernels
  /** Allocates at a multiple of 16 bytes; zeros, unless the memory is shared. */
  f32: (length: number) => Float32Array<ArrayBuffer>
  f64: (length: number) => Float64Array<ArrayBuffer>
  i32: (length: number) => Int32Array<ArrayBuffer>
  /** Allocates a copy and returns its address. */
  putF32: (values: ArrayLike<number>) => number
  putF64: (values: ArrayLike<number>) => number
  putI32: (values: ArrayLike<number>) => number
}

/**
 * The kernels with a memory of their own, or with a shared one.
 * @param bytes of a memory of its own, which never grows afterwards, so views stay valid
 * @param shared made by {@link createSharedMemory}, keeps its content; only the kernels of t-SNE can use it
 * @throws {Error} if {@link selectBackend} is 'plain'
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
  const allocate = (size: number): number => {
    const at = top
    top += Math.ceil(size / 16) * 16
    return at
  }
  const f32 = (length: number) => new Float32Array(buffer, allocate(4 * length), length)
  const f64 = (length: number) => new Float64Array(buffer, allocate(8 * length), length)
  const i32 = (length: number) => new Int32Array(buffer, allocate(4 * length), length)
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
