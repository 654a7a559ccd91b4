import { type Kernels, openKernelMemory } from '../../dsp/wasm-kernels.ts'
import { yieldToNextTask } from '../../yield-to-main.ts'
import { type RepulsionRun, SHARE_COUNT } from './repulsion.ts'

/**
 * Workers that take shares of the repulsion over one shared memory. The result does not depend on which worker takes which
 * share: each share has its own place in memory, and all are added up in one order.
 */
export type WorkerPool = { memory: WebAssembly.Memory }

/** Indices of the int32 words at the beginning of the memory; `positions`, `shares` and `sums` are byte offsets. */
const controlIndex = { round: 0, next: 1, done: 2, dims: 3, count: 4, stride: 5, positions: 6, shares: 7, sums: 8 }
const CONTROL_BYTES = 64
const CONTROL_OFFSET_BYTES = 16

/** Polls before Atomics.wait: some tens of microseconds, about as long as waking up takes. */
const MAX_SPINS = 20_000
const MAX_WAIT_MS = 50

/** Bytes a pool's memory needs beyond the arrays of a gradient. */
export const computePoolBytes = (dims: number, stride: number): number =>
  CONTROL_BYTES + 8 * SHARE_COUNT + SHARE_COUNT * dims * stride * 4 + 256

const openControl = (memory: WebAssembly.Memory): Int32Array =>
  new Int32Array(memory.buffer, CONTROL_OFFSET_BYTES, CONTROL_BYTES / Int32Array.BYTES_PER_ELEMENT)

/** Computes shares until none is left. */
function runShares({ repelShare2, repelShare3 }: Kernels, memory: WebAssembly.Memory, control: Int32Array): void {
  for (;;) {
    const piece = Atomics.add(control, controlIndex.next, 1)
    if (piece >= SHARE_COUNT) return
    const { dims, count, stride, positions, shares, sums } = controlIndex
    const repelShare = control[dims] === 3 ? repelShare3 : repelShare2
    const bytes = 4 * control[stride]!
    const share = control[shares]! + piece * control[dims]! * bytes
    const sum = repelShare(piece, SHARE_COUNT, control[count]!, bytes, control[positions]!, share)
    new Float64Array(memory.buffer, control[sums]!, SHARE_COUNT)[piece] = sum
    if (Atomics.add(control, controlIndex.done, 1) === SHARE_COUNT - 1) Atomics.notify(control, controlIndex.done)
  }
}

/** Blocks until the word is no longer `value`, at most for {@link MAX_WAIT_MS} after polling. */
function waitWhile(control: Int32Array, index: number, value: number): void {
  for (let spin = 0; spin < MAX_SPINS; spin++) if (Atomics.load(control, index) !== value) return
  Atomics.wait(control, index, value, MAX_WAIT_MS)
}

/**
 * The loop of a pool worker, which may join at any time; it runs until the worker is terminated. Browsers terminate a
 * worker between two tasks, or after seconds, so every wait for work is short and yields.
 */
export async function runPoolWorker(memory: WebAssembly.Memory): Promise<never> {
  const { kernels } = openKernelMemory(0, memory)
  const control = openControl(memory)
  let round = 0
  for (;;) {
    waitWhile(control, controlIndex.round, round)
    const current = Atomics.load(control, controlIndex.round)
    if (current === round) await yieldToNextTask()
    else runShares(kernels, memory, control)
    round = current
  }
}

/**
 * The side that hands out the shares of the repulsion and takes shares itself.
 * @param bytes of the gradient's arrays, which lie in the same memory
 * @returns `finish` blocks until all shares are done
 */
export function createPoolCoordinator(pool: WorkerPool, bytes: number, count: number, dims: number, stride: number) {
  const memory = openKernelMemory(bytes + computePoolBytes(dims, stride), pool.memory)
  const { kernels } = memory
  const control = openControl(pool.memory)
  memory.f32(CONTROL_BYTES / Float32Array.BYTES_PER_ELEMENT)
  const sums = memory.f64(SHARE_COUNT)
  const shares = memory.f32(SHARE_COUNT * dims * stride)
  const createRepulsion = (positions: Float32Array, forces: Float64Array): RepulsionRun => ({
    start() {
      control[controlIndex.dims] = dims
      control[controlIndex.count] = count
      control[controlIndex.stride] = stride
      control[controlIndex.positions] = positions.byteOffset
      control[controlIndex.shares] = shares.byteOffset
      control[controlIndex.sums] = sums.byteOffset
      Atomics.store(control, controlIndex.done, 0)
      Atomics.store(control, controlIndex.next, 0)
      Atomics.add(control, controlIndex.round, 1)
      Atomics.notify(control, controlIndex.round)
    },
    finish() {
      runShares(kernels, pool.memory, control)
      for (;;) {
        const done = Atomics.load(control, controlIndex.done)
        if (done === SHARE_COUNT) break
        waitWhile(control, controlIndex.done, done)
      }
      let z = 0
      for (let piece = 0; piece < SHARE_COUNT; piece++) {
        z += sums[piece]!
        kernels.addShare(shares.byteOffset + piece * dims * stride * 4, forces.byteOffset, forces.length)
      }
      return z
    },
  })
  return { memory, createRepulsion }
}
