import type { ResponseTable } from './response-table.ts'

/** Samples of a block, as of an AudioWorklet's. */
export const BLOCK_SAMPLES = 128
const WASM_PAGE_BYTES = 65536
const FLOAT_BYTES = 4

/** The exports of audio/playback/kernels. */
type BinauralKernel = {
  memory: WebAssembly.Memory
  setTable: (
    count: number,
    directions: number,
    delays: number,
    responses: number,
    taps: number,
    firstRightRow: number,
  ) => void
  measureVoice: () => number
  resetVoice: (voice: number) => void
  renderVoice: (voice: number, input: number, left: number, right: number) => void
}

/** One sound source, as two ears hear it. */
export type BinauralVoice = {
  /** x, y, z of a unit vector (to the right, up, to the back) and gain, of the next block. */
  heard: Float64Array
  /**
   * Adds the block in `input` to both ears. Direction and gain change linearly over it, from those of the block before.
   * @param output index of `outputs`
   */
  render: (output: number) => void
  /** Forgets what sounded before; the next block begins where it is. */
  reset: () => void
}

/** A head, with blocks that are inside its kernel's memory. */
export type BinauralEars = {
  voices: readonly BinauralVoice[]
  /** What the next voice plays. */
  input: Float32Array
  /** Both ears, for each output. */
  outputs: readonly { left: Float32Array; right: Float32Array }[]
}

/**
 * A head with a table of responses, and its voices. All memory is allocated here.
 * @param module compiled from audio/playback/kernels/build/binaural.ts
 */
export function createBinauralEars(
  module: WebAssembly.Module,
  table: ResponseTable,
  voices: number,
  outputs = 1,
): BinauralEars {
  const { exports } = new WebAssembly.Instance(module, {})
  const kernel = exports as unknown as BinauralKernel
  const taps = table.responses.length / table.delays.length
  const directionCount = table.directions.length / 3
  const count = Math.ceil(directionCount / 4) * 4
  kernel.setTable(0, 0, 0, 0, taps, 0)
  const voiceBytes = kernel.measureVoice()
  const floats = 3 * count + table.delays.length + table.responses.length + (1 + 2 * outputs) * BLOCK_SAMPLES
  let top = kernel.memory.buffer.byteLength
  kernel.memory.grow(Math.ceil((floats * FLOAT_BYTES + voices * voiceBytes + 4096) / WASM_PAGE_BYTES))
  const { buffer } = kernel.memory
  const allocate = (bytes: number): number => {
    top += Math.ceil(bytes / 16) * 16
    return top - Math.ceil(bytes / 16) * 16
  }
  const allocateFloats = (length: number) => new Float32Array(buffer, allocate(length * FLOAT_BYTES), length)
  const put = (values: Float32Array): number => {
    const copy = allocateFloats(values.length)
    copy.set(values)
    return copy.byteOffset
  }
  const directions = allocateFloats(3 * count)
  table.directions.forEach((value, i) => {
    directions[(i % 3) * count + Math.floor(i / 3)] = value
  })
  const firstRightRow = table.delays.length > directionCount ? directionCount : 0
  kernel.setTable(count, directions.byteOffset, put(table.delays), put(table.responses), taps, firstRightRow)
  const input = allocateFloats(BLOCK_SAMPLES)
  const ears = Array.from({ length: outputs }, () => ({
    left: allocateFloats(BLOCK_SAMPLES),
    right: allocateFloats(BLOCK_SAMPLES),
  }))
  const inputAt = input.byteOffset
  const earsAt = ears.map(({ left, right }) => ({ left: left.byteOffset, right: right.byteOffset }))
  return {
    input,
    outputs: ears,
    voices: Array.from({ length: voices }, () => {
      const voice = allocate(voiceBytes)
      return {
        heard: new Float64Array(buffer, voice, 4),
        render: (output: number) => kernel.renderVoice(voice, inputAt, earsAt[output]!.left, earsAt[output]!.right),
        reset: () => kernel.resetVoice(voice),
      }
    }),
  }
}
