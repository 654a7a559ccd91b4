// Alias reduction and inverse MDCT of layer III (ISO 11172-3, 2.4.3.4.10), with the frequency inversion of odd subbands.
// A DCT-IV of size N is a DCT-III of Z(k) = X(k) + X(k-1), divided by 2 cos((2n + 1) pi / 4N); its even and odd terms are
// a DCT-III and once more a DCT-IV of half the size.
import { Granule, SHORT_BLOCKS } from './granule'

/** Samples of a subband in a granule. */
const SLOTS: i32 = 18
const SUBBANDS: i32 = 32
/** Distance of two samples of a subband in the output. */
const SLOT_BYTES: usize = 32 << 3

const COS_30: f64 = 0.8660254037844387
const COS_40: f64 = 0.766044443118978
const COS_50: f64 = 0.6427876096865394
const COS_70: f64 = 0.3420201433256688
const COS_80: f64 = 0.17364817766693041

/** Second halves of the windowed blocks, to be added to the next ones: channel, subband, slot. */
const overlapAt: usize = memory.data(2 * 32 * 18 * 8, 8)
/** For each block type, even and odd subbands: four factors for each of nine values. */
const windowsAt: usize = memory.data(4 * 2 * 36 * 8, 8)
/** Window of a short block, 12 values. */
const shortWindowAt: usize = memory.data(12 * 8, 8)
/** 1 / (2 cos((2n + 1) pi / 36)), nine values. */
const oddScalesAt: usize = memory.data(9 * 8, 8)
/** 1 / (2 cos((2n + 1) pi / 24)), six values. */
const shortScalesAt: usize = memory.data(6 * 8, 8)
/** Alias coefficients: eight times cs and ca. */
const aliasAt: usize = memory.data(16 * 8, 8)
const aliasSources: usize = memory.data<f64>([-0.6, -0.535, -0.33, -0.185, -0.095, -0.041, -0.0142, -0.0037])
/** Inputs and results of the transforms. */
const evenAt: usize = memory.data(9 * 8, 8)
const oddAt: usize = memory.data(9 * 8, 8)
/** The 36 samples of three short blocks. */
const shortAt: usize = memory.data(36 * 8, 8)

function put(at: usize, index: i32, value: f64): void {
  store<f64>(at + ((<usize>index) << 3), value)
}

function get(at: usize, index: i32): f64 {
  return load<f64>(at + ((<usize>index) << 3))
}

/** The window of a block type at 0 to 35. */
function getWindow(blockType: i32, i: i32): f64 {
  const long = Math.sin((Math.PI / 36) * (<f64>i + 0.5))
  if (blockType === 1 && i >= 18) return i < 24 ? 1 : i < 30 ? Math.sin((Math.PI / 12) * (<f64>i - 17.5)) : 0
  if (blockType === 3 && i < 18) return i < 6 ? 0 : i < 12 ? Math.sin((Math.PI / 12) * (<f64>i - 5.5)) : 1
  return long
}

export function initHybridFilter(): void {
  for (let i = 0; i < 8; i++) {
    const c = get(aliasSources, i)
    put(aliasAt, 2 * i, 1 / Math.sqrt(1 + c * c))
    put(aliasAt, 2 * i + 1, c / Math.sqrt(1 + c * c))
  }
  for (let n = 0; n < 9; n++) put(oddScalesAt, n, 0.5 / Math.cos((Math.PI / 36) * <f64>(2 * n + 1)))
  for (let n = 0; n < 6; n++) put(shortScalesAt, n, 0.5 / Math.cos((Math.PI / 24) * <f64>(2 * n + 1)))
  for (let i = 0; i < 12; i++) put(shortWindowAt, i, Math.sin((Math.PI / 12) * (<f64>i + 0.5)))
  for (let type = 0; type < 4; type++) {
    for (let isOdd = 0; isOdd < 2; isOdd++) {
      const at = windowsAt + <usize>(2 * type + isOdd) * 36 * 8
      for (let n = 0; n < 9; n++) {
        const low = 0.5 / Math.cos((Math.PI / 72) * <f64>(2 * n + 1))
        const high = 0.5 / Math.cos((Math.PI / 72) * <f64>(35 - 2 * n))
        // Odd samples of odd subbands are negated.
        const sign8: f64 = isOdd && (8 - n) & 1 ? -1 : 1
        const sign9: f64 = isOdd && (9 + n) & 1 ? -1 : 1
        put(at, 4 * n, sign8 * getWindow(type, 8 - n) * high)
        put(at, 4 * n + 1, -sign9 * getWindow(type, 9 + n) * high)
        put(at, 4 * n + 2, -sign8 * getWindow(type, 26 - n) * low)
        put(at, 4 * n + 3, -sign9 * getWindow(type, 27 + n) * low)
      }
    }
  }
}

export function resetHybridFilter(): void {
  memory.fill(overlapAt, 0, 2 * 32 * 18 * 8)
}

/**
 * One channel of a granule.
 * @param lines from the stereo decoder, overwritten
 * @param count of lines that may not be 0
 * @param slots written: SLOTS times the samples of the 32 subbands
 */
export function runHybridFilter(granule: Granule, channel: i32, lines: usize, count: i32, slots: usize): void {
  const isShort = granule.blockType === SHORT_BLOCKS
  const longSubbands = isShort ? (granule.isMixed ? 2 : 0) : SUBBANDS
  let active = min(SUBBANDS, (count + SLOTS - 1) / SLOTS)
  if (longSubbands > 0) {
    // Aliases reach one subband further.
    const boundaries = min(longSubbands - 1, active)
    for (let subband = 1; subband <= boundaries; subband++) reduceAliases(lines + ((<usize>(SLOTS * subband)) << 3))
    active = max(active, boundaries + 1)
  }
  for (let subband = 0; subband < SUBBANDS; subband++) {
    const overlap = overlapAt + ((<usize>(SLOTS * (SUBBANDS * channel + subband))) << 3)
    const input = lines + ((<usize>(SLOTS * subband)) << 3)
    const output = slots + ((<usize>subband) << 3)
    if (subband >= active) {
      for (let slot = 0; slot < SLOTS; slot++) {
        store<f64>(output + <usize>slot * SLOT_BYTES, get(overlap, slot))
        put(overlap, slot, 0)
      }
    } else if (subband < longSubbands) {
      const type = isShort ? 0 : granule.blockType
      transformLong(input, overlap, windowsAt + <usize>(2 * type + (subband & 1)) * 36 * 8, output)
    } else transformShort(input, overlap, subband & 1, output)
  }
}

/** Butterflies between two subbands. @param boundary address of the first line of the upper one */
function reduceAliases(boundary: usize): void {
  for (let i: usize = 0; i < 8; i++) {
    const cs = load<f64>(aliasAt + (i << 4))
    const ca = load<f64>(aliasAt + (i << 4), 8)
    const below = boundary - ((i + 1) << 3)
    const above = boundary + (i << 3)
    const low = load<f64>(below)
    const high = load<f64>(above)
    store<f64>(below, low * cs - high * ca)
    store<f64>(above, high * cs + low * ca)
  }
}

/** DCT-III of nine values in place: y(n) = sum of z(k) cos((2n + 1) k pi / 18). */
function transformNine(at: usize): void {
  const z0 = load<f64>(at)
  const z1 = load<f64>(at, 8)
  const z2 = load<f64>(at, 16)
  const z3 = load<f64>(at, 24) * COS_30
  const z4 = load<f64>(at, 32)
  const z5 = load<f64>(at, 40)
  const z6 = load<f64>(at, 48)
  const z7 = load<f64>(at, 56)
  const z8 = load<f64>(at, 64)
  // cos 20 = cos 40 + cos 80, and cos 10 = cos 50 + cos 70.
  const base = z0 + z6 * 0.5
  const a = (z2 + z4) * COS_40
  const b = (z2 + z8) * COS_80
  const even0 = base + a + b
  const even1 = z0 - z6 + (z2 - z4 - z8) * 0.5
  const even2 = base - (z2 + z4) * COS_80 + (z8 - z4) * COS_40
  const even3 = base - (z2 + z8) * COS_40 + (z4 - z8) * COS_80
  const even4 = z0 - z2 + z4 - z6 + z8
  const odd0 = (z1 + z5) * COS_50 + (z1 + z7) * COS_70 + z3
  const odd1 = (z1 - z5 - z7) * COS_30
  const odd2 = (z1 + z7) * COS_50 + (z7 - z5) * COS_70 - z3
  const odd3 = (z1 + z5) * COS_70 + (z5 - z7) * COS_50 - z3
  store<f64>(at, even0 + odd0)
  store<f64>(at, even1 + odd1, 8)
  store<f64>(at, even2 + odd2, 16)
  store<f64>(at, even3 + odd3, 24)
  store<f64>(at, even4, 32)
  store<f64>(at, even3 - odd3, 40)
  store<f64>(at, even2 - odd2, 48)
  store<f64>(at, even1 - odd1, 56)
  store<f64>(at, even0 - odd0, 64)
}

/** Inverse MDCT of 18 lines, windowed and added to the overlap of the block before. */
function transformLong(input: usize, overlap: usize, window: usize, output: usize): void {
  let before: f64 = 0
  let oddBefore: f64 = 0
  for (let k: usize = 0; k < 9; k++) {
    const even = load<f64>(input + (k << 4))
    const odd = load<f64>(input + (k << 4), 8)
    store<f64>(evenAt + (k << 3), even + before)
    store<f64>(oddAt + (k << 3), odd + even + oddBefore)
    before = odd
    oddBefore = odd + even
  }
  transformNine(evenAt)
  transformNine(oddAt)
  for (let n: usize = 0; n < 9; n++) {
    const even = load<f64>(evenAt + (n << 3))
    const odd = load<f64>(oddAt + (n << 3)) * load<f64>(oddScalesAt + (n << 3))
    const low = even + odd
    const high = even - odd
    const at8 = overlap + ((8 - n) << 3)
    const at9 = overlap + ((9 + n) << 3)
    const factors = window + (n << 5)
    store<f64>(output + (8 - n) * SLOT_BYTES, load<f64>(at8) + high * load<f64>(factors))
    store<f64>(output + (9 + n) * SLOT_BYTES, load<f64>(at9) + high * load<f64>(factors, 8))
    store<f64>(at8, low * load<f64>(factors, 16))
    store<f64>(at9, low * load<f64>(factors, 24))
  }
}

/** Inverse MDCTs of three short blocks, whose lines are interleaved. */
function transformShort(input: usize, overlap: usize, isOdd: i32, output: usize): void {
  memory.fill(shortAt, 0, 36 * 8)
  for (let block = 0; block < 3; block++) {
    const x0 = get(input, block)
    const x1 = get(input, 3 + block)
    const x2 = get(input, 6 + block)
    const x3 = get(input, 9 + block)
    const x4 = get(input, 12 + block)
    const x5 = get(input, 15 + block)
    const z1 = x1 + x0
    const z3 = x3 + x2
    const z5 = x5 + x4
    // Two DCT-III of three values.
    const a = x0 + (x4 + x3) * 0.5
    const b = (x2 + x1) * COS_30
    const c = z1 + (z5 + z3) * 0.5
    const d = (z3 + z1) * COS_30
    placePair(block, 0, a + b, (c + d) * (0.5 / 0.9659258262890683))
    placePair(block, 1, x0 - (x4 + x3), (z1 - (z5 + z3)) * (0.5 / Math.SQRT1_2))
    placePair(block, 2, a - b, (c - d) * (0.5 / 0.25881904510252074))
  }
  for (let slot = 0; slot < SLOTS; slot++) {
    const sign: f64 = isOdd & slot ? -1 : 1
    store<f64>(output + <usize>slot * SLOT_BYTES, get(overlap, slot) + sign * get(shortAt, slot))
    put(overlap, slot, sign * get(shortAt, SLOTS + slot))
  }
}

/** Adds what the values n and 5 - n of a DCT-IV of size 6 give to the samples of a short block. */
function placePair(block: i32, n: i32, even: f64, odd: f64): void {
  const low = (even + odd) * get(shortScalesAt, n)
  const high = (even - odd) * get(shortScalesAt, 5 - n)
  const first = 6 + 6 * block
  addWindowed(first, 2 - n, high)
  addWindowed(first, 3 + n, -high)
  addWindowed(first, 8 - n, -low)
  addWindowed(first, 9 + n, -low)
}

function addWindowed(first: i32, i: i32, value: f64): void {
  const at = shortAt + ((<usize>(first + i)) << 3)
  store<f64>(at, load<f64>(at) + value * get(shortWindowAt, i))
}
