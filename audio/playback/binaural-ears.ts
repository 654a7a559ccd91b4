import type { ResponseTable } from './response-table.ts'

/** Samples of a block, as of an AudioWorklet's. */
export const BLOCK_SAMPLES = 128
/** Input kept before a block: the longest delay and the cubic's neighbors, at up to 192 kHz. */
const INPUT_PAST = 256
/** The cubic needs one later sample. */
const LEAST_DELAY = 1
const WASM_PAGE_BYTES = 65536
const FLOAT_BYTES = 4

/** The exports of audio/playback/kernels. */
type BinauralKernel = {
  memory: WebAssembly.Memory
  mixResponse: (
    x: number,
    y: number,
    z: number,
    count: number,
    directions: number,
    delays: number,
    responses: number,
    response: number,
    taps: number,
  ) => number
  delayBlock: (input: number, output: number, from: number, to: number) => void
  addFiltered: (input: number, output: number, from: number, to: number, taps: number) => void
}

/** One sound source, as two ears hear it. */
export type BinauralVoice = {
  /**
   * Adds a block to both ears. Direction and gain change linearly over it, from those of the block before.
   * @param x, y, z a unit vector: to the right, up, to the back
   */
  render: (
    input: Float32Array,
    left: Float32Array,
    right: Float32Array,
    x: number,
    y: number,
    z: number,
    gain: number,
  ) => void
  /** Forgets what sounded before; the next block begins where it is. */
  reset: () => void
}

/**
 * A head with a table of responses, and its voices. All memory is allocated here.
 * @param module compiled from audio/playback/kernels/build/binaural.ts
 */
export function createBinauralEars(module: WebAssembly.Module, table: ResponseTable, voices: number): BinauralVoice[] {
  const { exports } = new WebAssembly.Instance(module, {})
  const kernel = exports as unknown as BinauralKernel
  const count = Math.ceil(table.delays.length / 4) * 4
  const taps = table.responses.length / table.delays.length
  const voiceFloats = INPUT_PAST + BLOCK_SAMPLES + 2 * (3 * taps + BLOCK_SAMPLES)
  const floats = 4 * count + table.responses.length + BLOCK_SAMPLES + voices * voiceFloats
  let top = kernel.memory.buffer.byteLength
  kernel.memory.grow(Math.ceil((floats * FLOAT_BYTES + 4096) / WASM_PAGE_BYTES))
  const allocate = (length: number): Float32Array => {
    const view = new Float32Array(kernel.memory.buffer, top, length)
    top += Math.ceil((length * FLOAT_BYTES) / 16) * 16
    return view
  }
  const put = (values: Float32Array): number => {
    const copy = allocate(values.length)
    copy.set(values)
    return copy.byteOffset
  }
  const planar = allocate(3 * count)
  for (let i = 0; i < table.directions.length; i++) planar[(i % 3) * count + Math.floor(i / 3)] = table.directions[i]!
  const directions = planar.byteOffset
  const delays = put(table.delays)
  const responses = put(table.responses)
  const mixed = allocate(BLOCK_SAMPLES)

  const createEar = (side: number) => {
    const line = allocate(taps + BLOCK_SAMPLES)
    const pair = [allocate(taps), allocate(taps)] as const
    return { side, line, pair, current: 0, delay: 0 }
  }

  const createVoice = (): BinauralVoice => {
    const past = allocate(INPUT_PAST + BLOCK_SAMPLES)
    const ears = [createEar(1), createEar(-1)]
    const inputAt = past.byteOffset + INPUT_PAST * FLOAT_BYTES
    let begun = false
    let lastGain = 0
    let [lastX, lastY, lastZ] = [Number.NaN, Number.NaN, Number.NaN]
    return {
      reset: () => {
        begun = false
        past.fill(0)
        for (const { line } of ears) line.fill(0)
        lastX = Number.NaN
      },
      render: (input, left, right, x, y, z, gain) => {
        const from = begun ? lastGain : gain
        const step = (gain - from) / BLOCK_SAMPLES
        past.copyWithin(0, BLOCK_SAMPLES)
        for (let i = 0; i < BLOCK_SAMPLES; i++) past[INPUT_PAST + i] = input[i]! * (from + step * (i + 1))
        const isStill = x === lastX && y === lastY && z === lastZ
        for (const ear of ears) {
          const former = ear.pair[ear.current]!
          let next = former
          let delay = ear.delay
          if (!isStill) {
            next = ear.pair[1 - ear.current]!
            // The right ear is the mirror image of the left one.
            delay =
              LEAST_DELAY +
              kernel.mixResponse(ear.side * x, y, z, count, directions, delays, responses, next.byteOffset, taps)
            ear.current = 1 - ear.current
          }
          ear.line.copyWithin(0, BLOCK_SAMPLES)
          const lineAt = ear.line.byteOffset + taps * FLOAT_BYTES
          kernel.delayBlock(inputAt, lineAt, begun ? ear.delay : delay, delay)
          ear.delay = delay
          mixed.fill(0)
          kernel.addFiltered(
            lineAt,
            mixed.byteOffset,
            begun ? former.byteOffset : next.byteOffset,
            next.byteOffset,
            taps,
          )
          const output = ear.side > 0 ? left : right
          for (let i = 0; i < BLOCK_SAMPLES; i++) output[i]! += mixed[i]!
        }
        begun = true
        lastGain = gain
        lastX = x
        lastY = y
        lastZ = z
      },
    }
  }
  return Array.from({ length: voices }, createVoice)
}
