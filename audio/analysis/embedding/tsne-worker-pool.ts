import { type Kernels, openArena } from '../../dsp/wasm-kernels.ts'
import { nextTask } from '../../yield-to-main.ts'
import { type Repelling, shares } from './repulsion.ts'

/**
 * Further workers that take shares of all pairs, over one shared memory. Who takes which share makes no difference:
 * each has its own place in memory, and they are added up in one order.
 */
export type Crew = { memory: WebAssembly.Memory }

/** Words of control at the beginning of the memory, all int32. */
const word = { turn: 0, next: 1, done: 2, dims: 3, count: 4, stride: 5, places: 6, forces: 7, sums: 8 }
const controlBytes = 64
const controlAt = 16

/** Looks before falling asleep: some tens of microseconds, about what waking up takes. */
const looks = 20_000
/** The longest sleep, milliseconds. */
const nap = 50

/** What a memory must have beyond the arrays of a gradient, bytes. */
export const crewBytes = (dims: number, stride: number): number =>
  controlBytes + 8 * shares + shares * dims * stride * 4 + 256

const controlOf = (memory: WebAssembly.Memory): Int32Array =>
  new Int32Array(memory.buffer, controlAt, controlBytes / Int32Array.BYTES_PER_ELEMENT)

/** Takes shares as long as there are any; whoever asks next gets the next. */
function takeShares({ repelShare2, repelShare3 }: Kernels, memory: WebAssembly.Memory, control: Int32Array): void {
  for (;;) {
    const piece = Atomics.add(control, word.next, 1)
    if (piece >= shares) return
    const { dims, count, stride, places, forces, sums } = word
    const repelShare = control[dims] === 3 ? repelShare3 : repelShare2
    const bytes = 4 * (control[stride] as number)
    const share = (control[forces] as number) + piece * (control[dims] as number) * bytes
    const sum = repelShare(piece, shares, control[count] as number, bytes, control[places] as number, share)
    new Float64Array(memory.buffer, control[sums] as number, shares)[piece] = sum
    if (Atomics.add(control, word.done, 1) === shares - 1) Atomics.notify(control, word.done)
  }
}

/** Blocks until the word is no longer `value`, or a nap is over. */
function waitWhile(control: Int32Array, index: number, value: number): void {
  for (let look = 0; look < looks; look++) if (Atomics.load(control, index) !== value) return
  Atomics.wait(control, index, value, nap)
}

/**
 * A worker's whole life: never ends, whoever started the worker ends it. Workers may come at any time. A browser ends a
 * worker between two tasks, and one that never comes to that only after seconds: so each wait for work is a short one.
 */
export async function joinCrew(memory: WebAssembly.Memory): Promise<never> {
  const { kernels } = openArena(0, memory)
  const control = controlOf(memory)
  let turn = 0
  for (;;) {
    waitWhile(control, word.turn, turn)
    const now = Atomics.load(control, word.turn)
    if (now === turn) await nextTask()
    else takeShares(kernels, memory, control)
    turn = now
  }
}

/** An arena over the crew's memory whose shares of the repulsion are taken by all; blocks in `finish`. */
export function leadCrew({ memory }: Crew, bytes: number, count: number, dims: number, stride: number) {
  const arena = openArena(bytes + crewBytes(dims, stride), memory)
  const control = controlOf(memory)
  arena.f32(controlBytes / Float32Array.BYTES_PER_ELEMENT)
  const sums = arena.f64(shares)
  const forces = arena.f32(shares * dims * stride)
  const repelling = (places: Float32Array, sum: Float64Array): Repelling => ({
    start() {
      control[word.dims] = dims
      control[word.count] = count
      control[word.stride] = stride
      control[word.places] = places.byteOffset
      control[word.forces] = forces.byteOffset
      control[word.sums] = sums.byteOffset
      Atomics.store(control, word.done, 0)
      Atomics.store(control, word.next, 0)
      Atomics.add(control, word.turn, 1)
      Atomics.notify(control, word.turn)
    },
    finish() {
      takeShares(arena.kernels, memory, control)
      for (;;) {
        const done = Atomics.load(control, word.done)
        if (done === shares) break
        waitWhile(control, word.done, done)
      }
      let z = 0
      for (let piece = 0; piece < shares; piece++) {
        z += sums[piece] as number
        arena.kernels.addShare(forces.byteOffset + piece * dims * stride * 4, sum.byteOffset, sum.length)
      }
      return z
    },
  })
  return { arena, repelling }
}
