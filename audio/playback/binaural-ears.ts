import type { Hertz } from '../units.ts'
import type { ResponseTable } from './response-table.ts'
import { LONGEST_REFLECTION_S } from './room/hall.ts'

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
    lowsShare: number,
  ) => void
  measureVoice: () => number
  resetVoice: (voice: number) => void
  renderVoice: (voice: number, input: number, left: number, right: number) => void
  setRoom: (filters: number, samples: number, taps: number) => void
  measureReflections: () => number
  measureField: () => number
  resetReflections: (voice: number) => void
  renderReflections: (voice: number, input: number, field: number) => void
  renderField: (field: number, left: number, right: number) => void
}

/** How the next block is heard. */
type Heard = {
  /** x, y, z of a unit vector (to the right, up, to the back) and gain. */
  direction: Float64Array
  /**
   * Share of the sample before as it was heard (air), width of the weights as 1 - cosine, and gains of lows and highs of a near sound at the
   * left and at the right ear.
   */
  cues: Float64Array
}

/** A point in free air, far away. */
export const FAR_POINT = [0, 0.004, 1, 1, 1, 1] as const
/** Between lows and highs of a near sound. */
const NEAR_CORNER_HZ: Hertz = 700

/** One sound source, as two ears hear it. */
export type BinauralVoice = {
  heard: Heard
  /**
   * Adds the block in `input` to both ears. What is heard changes linearly over it, from those of the block before.
   * @param output index of `outputs`
   */
  render: (output: number) => void
  /** Forgets what sounded before; the next block begins where it is. */
  reset: () => void
}

/** What a room gives back of one source. */
export type ReflectedVoice = {
  /** For each of five reflections the share of its second tap and a gain for each of six channels, of the next block. */
  gains: Float64Array
  /** Two taps of each, samples. */
  taps: Int32Array
  /** Adds the reflections of the block in `input` to the field of an output. */
  render: (output: number) => void
  reset: () => void
}

/** A head, with blocks that are inside its kernel's memory. */
export type BinauralEars = {
  voices: readonly BinauralVoice[]
  /** What the next voice plays. */
  input: Float32Array
  /** Both ears, for each output. */
  outputs: readonly { left: Float32Array; right: Float32Array }[]
  reflected: readonly ReflectedVoice[]
  /** Adds the field of an output to it. */
  renderField: (output: number) => void
}

/**
 * A head with a table of responses, and its voices. All memory is allocated here.
 * @param module compiled from audio/playback/kernels/build/binaural.ts
 * @param filters of a field's channels, each as long as a response; none: there is no room
 */
export function createBinauralEars(
  module: WebAssembly.Module,
  table: ResponseTable,
  voices: number,
  outputs = 1,
  filters: Float32Array = new Float32Array(0),
): BinauralEars {
  const { exports } = new WebAssembly.Instance(module, {})
  const kernel = exports as unknown as BinauralKernel
  const taps = table.responses.length / table.delays.length
  const directionCount = table.directions.length / 3
  const count = Math.ceil(directionCount / 4) * 4
  const ringSamples = BLOCK_SAMPLES * Math.ceil((LONGEST_REFLECTION_S * table.sampleRate) / BLOCK_SAMPLES + 1.1)
  const lowsShare = 1 - Math.exp((-2 * Math.PI * NEAR_CORNER_HZ) / table.sampleRate)
  kernel.setTable(0, 0, 0, 0, taps, 0, lowsShare)
  kernel.setRoom(0, ringSamples, taps)
  const voiceBytes = kernel.measureVoice()
  const reflectedBytes = kernel.measureReflections()
  const fieldBytes = kernel.measureField()
  const responseFloats = table.delays.length + table.responses.length + filters.length
  const floats = 3 * count + responseFloats + (1 + 2 * outputs) * BLOCK_SAMPLES
  const bytes = floats * FLOAT_BYTES + voices * (voiceBytes + reflectedBytes) + outputs * fieldBytes
  let top = kernel.memory.buffer.byteLength
  kernel.memory.grow(Math.ceil((bytes + 4096) / WASM_PAGE_BYTES))
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
  const [delaysAt, responsesAt] = [put(table.delays), put(table.responses)]
  kernel.setTable(count, directions.byteOffset, delaysAt, responsesAt, taps, firstRightRow, lowsShare)
  kernel.setRoom(put(filters), ringSamples, taps)
  const input = allocateFloats(BLOCK_SAMPLES)
  const ears = Array.from({ length: outputs }, () => ({
    left: allocateFloats(BLOCK_SAMPLES),
    right: allocateFloats(BLOCK_SAMPLES),
  }))
  const inputAt = input.byteOffset
  const earsAt = ears.map(({ left, right }) => ({ left: left.byteOffset, right: right.byteOffset }))
  const fields = ears.map(() => allocate(fieldBytes))
  return {
    input,
    outputs: ears,
    voices: Array.from({ length: voices }, () => {
      const voice = allocate(voiceBytes)
      const heard = { direction: new Float64Array(buffer, voice, 4), cues: new Float64Array(buffer, voice + 32, 6) }
      heard.cues.set(FAR_POINT)
      return {
        heard,
        render: (output: number) => kernel.renderVoice(voice, inputAt, earsAt[output]!.left, earsAt[output]!.right),
        reset: () => kernel.resetVoice(voice),
      }
    }),
    reflected: Array.from({ length: voices }, () => {
      const voice = allocate(reflectedBytes)
      return {
        gains: new Float64Array(buffer, voice, 35),
        taps: new Int32Array(buffer, voice + 560, 10),
        render: (output: number) => kernel.renderReflections(voice, inputAt, fields[output]!),
        reset: () => kernel.resetReflections(voice),
      }
    }),
    renderField: (output) => kernel.renderField(fields[output]!, earsAt[output]!.left, earsAt[output]!.right),
  }
}
