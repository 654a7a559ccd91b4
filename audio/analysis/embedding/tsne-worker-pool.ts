import { type Kernels, openKernelMemory } from '../../dsp/wasm-kernels.ts'
import { yieldToNextTask } from '../../yield-to-main.ts'
import { type RepulsionRun, SHARE_COUNT } from './repulsion.ts'

/**
 * Further workers that take shares of all pairs, over one shared memory. Who takes which share makes no difference:
 * each has its own place in memory, and they are added up in one order.
 */
export type WorkerPool = { memory: WebAssembly.Memory }

/** Words of control at the beginning of the memory, all int32. */
const controlIndex = { turn: 0, next: 1, done: 2, dims: 3, count: 4, stride: 5, places: 6, forces: 7, sums: 8 }
const CONTROL_BYTES = 64
const CONTROL_OFFSET_BYTES = 16

/** Looks before falling asleep: some tens of microseconds, about what waking up takes. */
const MAX_SPINS = 20_000
/** The longest sleep, milliseconds. */
const MAX_WAIT_MS = 50

/** What a memory must have beyond the arrays of a gradient, bytes. */
export const computePoolBytes = (dims: number, stride: number): number =>
  CONTROL_BYTES + 8 * SHARE_COUNT + SHARE_COUNT * dims * stride * 4 + 256

const openControl = (memory: WebAssembly.Memory): Int32Array =>
  new Int32Array(memory.buffer, CONTROL_OFFSET_BYTES, CONTROL_BYTES / Int32Array.BYTES_PER_ELEMENT)

/** Takes shares as long as there are any; whoever asks next gets the next. */
function runShares({ repelShare2, repelShare3 }: Kernels, memory: WebAssembly.Memory, control: Int32Array): void {
  for (;;) {
    const piece = Atomics.add(control, controlIndex.next, 1)
    if (piece >= SHARE_COUNT) return
    const { dims, count, stride, places, forces, sums } = controlIndex
    const repelShare = control[dims] === 3 ? repelShare3 : repelShare2
    const bytes = 4 * control[stride]!
    const share = control[forces]! + piece * control[dims]! * bytes
    const sum = repelShare(piece, SHARE_COUNT, control[count]!, bytes, control[places]!, share)
    new Float64Array(memory.buffer, control[sums]!, SHARE_COUNT)[piece] = sum
    if (Atomics.add(control, controlIndex.done, 1) === SHARE_COUNT - 1) Atomics.notify(control, controlIndex.done)
  }
}

/** Blocks until the word is no longer `value`, or a nap is over. */
function waitWhile(control: Int32Array, index: number, value: number): void {
  for (let look = 0; look < MAX_SPINS; look++) if (Atomics.load(control, index) !== value) return
  Atomics.wait(control, index, value, MAX_WAIT_MS)
}

/**
 * A worker's whole life: never ends, whoever started the worker ends it. Workers may come at any time. A browser ends a
 * worker between two tasks, and one that never comes to that only after seconds: so each wait for work is a short one.
 */
export async function runPoolWorker(memory: WebAssembly.Memory): Promise<never> {
  const { kernels } = openKernelMemory(0, memory)
  const control = openControl(memory)
  let turn = 0
  for (;;) {
    waitWhile(control, controlIndex.turn, turn)
    const now = Atomics.load(control, controlIndex.turn)
    if (now === turn) await yieldToNextTask()
    else runShares(kernels, memory, control)
    turn = now
  }
}

/** An arena over the crew's memory whose shares of the repulsion are taken by all; blocks in `finish`. */
export function createPoolCoordinator(
  { memory }: WorkerPool,
  bytes: number,
  count: number,
  dims: number,
  stride: number,
) {
  const arena = openKernelMemory(bytes + computePoolBytes(dims, stride), memory)
  const control = openControl(memory)
  arena.f32(CONTROL_BYTES / Float32Array.BYTES_PER_ELEMENT)
  const sums = arena.f64(SHARE_COUNT)
  const forces = arena.f32(SHARE_COUNT * dims * stride)
  const repelling = (places: Float32Array, sum: Float64Array): RepulsionRun => ({
    start() {
      control[controlIndex.dims] = dims
      control[controlIndex.count] = count
      control[controlIndex.stride] = stride
      control[controlIndex.places] = places.byteOffset
      control[controlIndex.forces] = forces.byteOffset
      control[controlIndex.sums] = sums.byteOffset
      Atomics.store(control, controlIndex.done, 0)
      Atomics.store(control, controlIndex.next, 0)
      Atomics.add(control, controlIndex.turn, 1)
      Atomics.notify(control, controlIndex.turn)
    },
    finish() {
      runShares(arena.kernels, memory, control)
      for (;;) {
        const done = Atomics.load(control, controlIndex.done)
        if (done === SHARE_COUNT) break
        waitWhile(control, controlIndex.done, done)
      }
      let z = 0
      for (let piece = 0; piece < SHARE_COUNT; piece++) {
        z += sums[piece]!
        arena.kernels.addShare(forces.byteOffset + piece * dims * stride * 4, sum.byteOffset, sum.length)
      }
      return z
    },
  })
  return { arena, repelling }
}
