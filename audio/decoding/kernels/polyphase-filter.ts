// Synthesis filter bank of all layers (ISO 11172-3, 2.4.3.2.2). Its matrix is a DCT-II: with C(m) the sum of
// S(k) cos((2k + 1) m pi / 64), the vector V holds C(16) to C(31), 0, and -C(31) to -C(0) to -C(15). So outputs j and
// 32 - j need the same two values of each of the last 16 vectors, and the mirrored window.
import { synthesisWindow } from './synthesis-window'

const SUBBANDS: i32 = 32
/** Vectors before the current one. */
const HISTORY: i32 = 15
/** Vectors of a granule of layer III. */
const MAX_SLOTS: i32 = 36
const ROW_BYTES: usize = 32 << 3
const ROWS: i32 = 15 + 36
const SQRT_HALF: f64 = Math.SQRT1_2

/** C(0) to C(31) of successive slots, by channel. */
const rowsAt: usize = memory.data(2 * 51 * 32 * 8, 8)
/** For outputs 0 to 16: eight coefficients D(j + 64i) and eight D(j + 32 + 64i). */
const windowAt: usize = memory.data(17 * 16 * 8, 8)
/** 1 / (2 cos((2n + 1) pi / 2N)) for N = 32, 16 and 8, in this order. */
const scalesAt: usize = memory.data((16 + 8 + 4) * 8, 8)
/** Four DCT-II of eight values. */
const partsAt: usize = memory.data(32 * 8, 8)

const SCALE_4_0: f64 = 0.5411961001461971
const SCALE_4_1: f64 = 1.3065629648763766

function getWindow(i: i32): f64 {
  const value = <f64>load<i32>(synthesisWindow + ((<usize>(i <= 256 ? i : 512 - i)) << 2)) / 65536
  return i <= 256 || (i & 63) === 0 ? value : -value
}

export function initPolyphaseFilter(): void {
  for (let j = 0; j <= 16; j++) {
    for (let i = 0; i < 8; i++) {
      const at = windowAt + ((<usize>(16 * j + i)) << 3)
      store<f64>(at, getWindow(j + 64 * i))
      store<f64>(at, getWindow(j + 32 + 64 * i), 64)
    }
  }
  let at = scalesAt
  for (let size = 32; size >= 8; size >>= 1) {
    for (let n = 0; n < size >> 1; n++) {
      store<f64>(at, 0.5 / Math.cos((Math.PI / <f64>(2 * size)) * <f64>(2 * n + 1)))
      at += 8
    }
  }
}

export function resetPolyphaseFilter(): void {
  memory.fill(rowsAt, 0, 2 * 51 * 32 * 8)
}

/**
 * One channel: 32 samples of sound for each slot.
 * @param subbands 32 floats of 64 bits a slot
 * @param slots up to 36
 * @param output written: floats of 32 bits
 */
export function runPolyphaseFilter(channel: i32, subbands: usize, slots: i32, output: usize): void {
  const first = rowsAt + <usize>(channel * ROWS) * ROW_BYTES
  let row = first + <usize>HISTORY * ROW_BYTES
  for (let slot = 0; slot < min(slots, MAX_SLOTS); slot++) {
    transform(subbands, row)
    applyWindow(row, output)
    subbands += ROW_BYTES
    row += ROW_BYTES
    output += (<usize>SUBBANDS) << 2
  }
  memory.copy(first, row - <usize>HISTORY * ROW_BYTES, <usize>HISTORY * ROW_BYTES)
}

/**
 * DCT-II of 32 values after B. G. Lee (1984): the even results are the transform of half the size of x(n) + x(N-1-n),
 * the odd ones are sums of two neighbors in that of (x(n) - x(N-1-n)) / (2 cos((2n + 1) pi / 2N)).
 */
function transform(input: usize, output: usize): void {
  for (let n: usize = 0; n < 8; n++) {
    const x0 = load<f64>(input + (n << 3))
    const x1 = load<f64>(input + ((15 - n) << 3))
    const x2 = load<f64>(input + ((16 + n) << 3))
    const x3 = load<f64>(input + ((31 - n) << 3))
    const scale = load<f64>(scalesAt + (n << 3), 128)
    const sum03 = x0 + x3
    const sum12 = x1 + x2
    const difference03 = (x0 - x3) * load<f64>(scalesAt + (n << 3))
    const difference12 = (x1 - x2) * load<f64>(scalesAt + ((15 - n) << 3))
    const at = partsAt + (n << 3)
    store<f64>(at, sum03 + sum12)
    store<f64>(at, (sum03 - sum12) * scale, 64)
    store<f64>(at, difference03 + difference12, 128)
    store<f64>(at, (difference03 - difference12) * scale, 192)
  }
  transformEight(partsAt)
  transformEight(partsAt + 64)
  transformEight(partsAt + 128)
  transformEight(partsAt + 192)
  let odd2 = load<f64>(partsAt, 192)
  let odd0 = load<f64>(partsAt, 128)
  let odd1 = load<f64>(partsAt, 64)
  for (let k: usize = 0; k < 8; k++) {
    const at = partsAt + (k << 3)
    // Of the values behind the last one the transforms have zeros.
    const isLast = k === 7
    const next0: f64 = isLast ? 0 : load<f64>(at, 136)
    const next1: f64 = isLast ? 0 : load<f64>(at, 72)
    const next2: f64 = isLast ? 0 : load<f64>(at, 200)
    const to = output + (k << 5)
    store<f64>(to, load<f64>(at))
    store<f64>(to, odd0 + (odd2 + next2), 8)
    store<f64>(to, odd1 + next1, 16)
    store<f64>(to, odd2 + next2 + next0, 24)
    odd0 = next0
    odd1 = next1
    odd2 = next2
  }
}

/** DCT-II of eight values in place. */
function transformEight(at: usize): void {
  const x0 = load<f64>(at)
  const x1 = load<f64>(at, 8)
  const x2 = load<f64>(at, 16)
  const x3 = load<f64>(at, 24)
  const x4 = load<f64>(at, 32)
  const x5 = load<f64>(at, 40)
  const x6 = load<f64>(at, 48)
  const x7 = load<f64>(at, 56)
  const a0 = x0 + x7
  const a1 = x1 + x6
  const a2 = x2 + x5
  const a3 = x3 + x4
  const b0 = (x0 - x7) * load<f64>(scalesAt, 192)
  const b1 = (x1 - x6) * load<f64>(scalesAt, 200)
  const b2 = (x2 - x5) * load<f64>(scalesAt, 208)
  const b3 = (x3 - x4) * load<f64>(scalesAt, 216)
  const c0 = (a0 - a3) * SCALE_4_0
  const c1 = (a1 - a2) * SCALE_4_1
  const d0 = (b0 - b3) * SCALE_4_0
  const d1 = (b1 - b2) * SCALE_4_1
  const c3 = (c0 - c1) * SQRT_HALF
  const d3 = (d0 - d1) * SQRT_HALF
  // Half of the transform of b.
  const e0 = b0 + b3 + b1 + b2
  const e2 = (b0 + b3 - b1 - b2) * SQRT_HALF
  const e1 = d0 + d1 + d3
  store<f64>(at, a0 + a3 + (a1 + a2))
  store<f64>(at, e0 + e1, 8)
  store<f64>(at, c0 + c1 + c3, 16)
  store<f64>(at, e1 + e2, 24)
  store<f64>(at, (a0 + a3 - (a1 + a2)) * SQRT_HALF, 32)
  store<f64>(at, e2 + d3, 40)
  store<f64>(at, c3, 48)
  store<f64>(at, d3, 56)
}

/** The 32 outputs of a slot. @param row address of the newest vector */
function applyWindow(row: usize, output: usize): void {
  const oldest = row - <usize>HISTORY * ROW_BYTES
  let middle: f64 = 0
  let first: f64 = 0
  for (let i: usize = 0; i < 8; i++) {
    const even = row - 2 * i * ROW_BYTES
    const odd = even - ROW_BYTES
    first +=
      load<f64>(even, 128) * load<f64>(windowAt + (i << 3)) - load<f64>(odd, 128) * load<f64>(windowAt + (i << 3), 64)
    middle -= load<f64>(odd) * load<f64>(windowAt + 16 * 128 + (i << 3), 64)
  }
  store<f32>(output, <f32>first)
  store<f32>(output, <f32>middle, 64)
  for (let j: usize = 1; j < 16; j++) {
    let low: f64 = 0
    let high: f64 = 0
    const window = windowAt + (j << 7)
    const a = oldest + ((16 + j) << 3)
    const b = oldest + ((16 - j) << 3)
    let even = load<f64>(a, 3840)
    let odd = load<f64>(b, 3584)
    low += even * load<f64>(window, 0) - odd * load<f64>(window, 64)
    high += even * load<f64>(window, 120) + odd * load<f64>(window, 56)
    even = load<f64>(a, 3328)
    odd = load<f64>(b, 3072)
    low += even * load<f64>(window, 8) - odd * load<f64>(window, 72)
    high += even * load<f64>(window, 112) + odd * load<f64>(window, 48)
    even = load<f64>(a, 2816)
    odd = load<f64>(b, 2560)
    low += even * load<f64>(window, 16) - odd * load<f64>(window, 80)
    high += even * load<f64>(window, 104) + odd * load<f64>(window, 40)
    even = load<f64>(a, 2304)
    odd = load<f64>(b, 2048)
    low += even * load<f64>(window, 24) - odd * load<f64>(window, 88)
    high += even * load<f64>(window, 96) + odd * load<f64>(window, 32)
    even = load<f64>(a, 1792)
    odd = load<f64>(b, 1536)
    low += even * load<f64>(window, 32) - odd * load<f64>(window, 96)
    high += even * load<f64>(window, 88) + odd * load<f64>(window, 24)
    even = load<f64>(a, 1280)
    odd = load<f64>(b, 1024)
    low += even * load<f64>(window, 40) - odd * load<f64>(window, 104)
    high += even * load<f64>(window, 80) + odd * load<f64>(window, 16)
    even = load<f64>(a, 768)
    odd = load<f64>(b, 512)
    low += even * load<f64>(window, 48) - odd * load<f64>(window, 112)
    high += even * load<f64>(window, 72) + odd * load<f64>(window, 8)
    even = load<f64>(a, 256)
    odd = load<f64>(b, 0)
    low += even * load<f64>(window, 56) - odd * load<f64>(window, 120)
    high += even * load<f64>(window, 64) + odd * load<f64>(window, 0)
    store<f32>(output + (j << 2), <f32>low)
    store<f32>(output + ((32 - j) << 2), <f32>high)
  }
}
