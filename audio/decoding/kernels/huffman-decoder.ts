// Huffman decoding of layer III (ISO 11172-3, 2.4.1.7 and 2.4.2.7).
import { bitPosition } from './bit-reader'
import { Granule, LINES } from './granule'
import {
  pairs1,
  pairs2,
  pairs3,
  pairs5,
  pairs6,
  pairs7,
  pairs8,
  pairs9,
  pairs10,
  pairs11,
  pairs12,
  pairs13,
  pairs15,
  pairs16,
  pairs24,
  quadruplesA,
  quadruplesB,
} from './huffman-codes'

/** Bits that the first look-up takes. */
const FIRST_BITS: i32 = 8
/** An entry that leads to a second look-up: its width in the lowest bits, its place above them. */
const IS_LINK: u32 = 0x80000000
const SIGN_BIT: u64 = 0x8000000000000000
/** A value of 15 in a code book with escapes, and 13 bits more. */
const MAX_VALUE: i32 = 15 + 8191

const entriesAt: usize = memory.data(16384 * 4, 8)
let entryCount: i32 = 0
/** Addresses of the look-up of each code book, 0 without one. */
const lookups: usize = memory.data(34 * 4, 8)
/** Bits behind a value of 15, by code book. */
const escapeBits: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 6, 8, 10, 13, 4, 5, 6, 7, 8, 9, 11, 13,
])
/** The power 4/3 of 0 to 8206. */
const powers: usize = memory.data((MAX_VALUE + 1) * 8, 8)

export function initHuffman(): void {
  for (let i = 0; i <= MAX_VALUE; i++) store<f64>(powers + ((<usize>i) << 3), <f64>i * Math.cbrt(<f64>i))
  addCodeBook(1, pairs1, 4)
  addCodeBook(2, pairs2, 9)
  addCodeBook(3, pairs3, 9)
  addCodeBook(5, pairs5, 16)
  addCodeBook(6, pairs6, 16)
  addCodeBook(7, pairs7, 36)
  addCodeBook(8, pairs8, 36)
  addCodeBook(9, pairs9, 36)
  addCodeBook(10, pairs10, 64)
  addCodeBook(11, pairs11, 64)
  addCodeBook(12, pairs12, 64)
  addCodeBook(13, pairs13, 256)
  addCodeBook(15, pairs15, 256)
  addCodeBook(16, pairs16, 256)
  addCodeBook(24, pairs24, 256)
  for (let book = 17; book < 24; book++) setLookup(book, getLookup(16))
  for (let book = 25; book < 32; book++) setLookup(book, getLookup(24))
  addCodeBook(32, quadruplesA, 16)
  addCodeBook(33, quadruplesB, 16)
}

function loadWord(at: usize): u64 {
  return bswap<u32>(load<u32>(at))
}

function loadEntry(lookup: usize, index: u64): u32 {
  return load<u32>(lookup + ((<usize>index) << 2))
}

function getLookup(book: i32): usize {
  return load<u32>(lookups + ((<usize>book) << 2))
}

function setLookup(book: i32, at: usize): void {
  store<u32>(lookups + ((<usize>book) << 2), <u32>at)
}

/** @param leaves lengths and symbols in the order of their code words */
function addCodeBook(book: i32, leaves: usize, count: i32): void {
  const first = entriesAt + ((<usize>entryCount) << 2)
  setLookup(book, first)
  entryCount += 1 << FIRST_BITS
  /** The code word to come, as a fraction of 2^20. */
  let code = 0
  for (let i = 0; i < count; ) {
    const leaf = <u32>load<u16>(leaves + ((<usize>i) << 1))
    const length = <i32>(leaf >> 8)
    const index = code >> (20 - FIRST_BITS)
    if (length <= FIRST_BITS) {
      for (let k = 0; k < 1 << (FIRST_BITS - length); k++) store<u32>(first + ((<usize>(index + k)) << 2), leaf)
      code += 1 << (20 - length)
      i++
    } else {
      i = addSecondLookup(first, index, leaves, i, code)
      code = (index + 1) << (20 - FIRST_BITS)
    }
  }
}

/** All codes that begin as the one of leaf `from`. @returns the index of the leaf behind them */
function addSecondLookup(first: usize, index: i32, leaves: usize, from: i32, code: i32): i32 {
  let longest = 0
  let to = from
  for (let at = code; at >> (20 - FIRST_BITS) === index; to++) {
    const length = <i32>load<u16>(leaves + ((<usize>to) << 1)) >> 8
    longest = max(longest, length)
    at += 1 << (20 - length)
  }
  const width = longest - FIRST_BITS
  const link = <u32>(entryCount - <i32>((first - entriesAt) >> 2))
  store<u32>(first + ((<usize>index) << 2), IS_LINK | (link << 8) | <u32>width)
  for (let i = from; i < to; i++) {
    const leaf = <u32>load<u16>(leaves + ((<usize>i) << 1))
    const length = <i32>(leaf >> 8)
    const entry = ((<u32>(length - FIRST_BITS)) << 8) | (leaf & 255)
    for (let k = 0; k < 1 << (longest - length); k++) {
      store<u32>(entriesAt + ((<usize>entryCount) << 2), entry)
      entryCount++
    }
  }
  return to
}

/**
 * Decodes from the current bit on: signed powers 4/3 of the values, in the order of the bit stream.
 * @param bytes address of bit 0; 16 bytes behind `endBit` are readable
 * @param lines written: floats of 64 bits
 * @returns number of decoded lines; all behind them are 0
 */
export function decodeLines(granule: Granule, bytes: usize, endBit: i32, lines: usize): i32 {
  let next = bytes + <usize>(bitPosition >> 3)
  let cache: u64 = loadWord(next) << 32
  next += 4
  let cached = 32 - (bitPosition & 7)
  cache <<= bitPosition & 7
  let line = 0
  const bigEnd = granule.bigValues * 2
  for (let region = 0; region < 3; region++) {
    const to = min(bigEnd, region === 0 ? granule.region1 : region === 1 ? granule.region2 : LINES)
    const book = region === 0 ? granule.table0 : region === 1 ? granule.table1 : granule.table2
    const lookup = getLookup(book)
    if (lookup === 0) {
      for (; line < to; line++) store<f64>(lines + ((<usize>line) << 3), 0)
      continue
    }
    const escapeLength = <i32>load<u8>(escapeBits + <usize>book)
    while (line < to) {
      if (cached < 32) {
        cache |= loadWord(next) << (32 - cached)
        next += 4
        cached += 32
      }
      let entry = loadEntry(lookup, cache >> (64 - FIRST_BITS))
      if (entry & IS_LINK) {
        cache <<= FIRST_BITS
        cached -= FIRST_BITS
        const width = entry & 255
        const at = ((entry & ~IS_LINK) >> 8) + <u32>(cache >> (64 - width))
        entry = load<u32>(lookup + ((<usize>at) << 2))
      }
      cache <<= entry >> 8
      cached -= entry >> 8
      let x = (entry >> 4) & 15
      let y = entry & 15
      if (escapeLength !== 0 && x === 15) {
        x += <u32>(cache >> (64 - escapeLength))
        cache <<= escapeLength
        cached -= escapeLength
      }
      const at = lines + ((<usize>line) << 3)
      store<u64>(at, load<u64>(powers + ((<usize>x) << 3)) | (cache & SIGN_BIT))
      const xBits = x !== 0 ? 1 : 0
      cache <<= xBits
      cached -= xBits
      if (escapeLength !== 0 && y === 15) {
        if (cached < 32) {
          cache |= loadWord(next) << (32 - cached)
          next += 4
          cached += 32
        }
        y += <u32>(cache >> (64 - escapeLength))
        cache <<= escapeLength
        cached -= escapeLength
      }
      store<u64>(at, load<u64>(powers + ((<usize>y) << 3)) | (cache & SIGN_BIT), 8)
      const yBits = y !== 0 ? 1 : 0
      cache <<= yBits
      cached -= yBits
      if (<i32>(next - bytes) * 8 - cached > endBit) return line
      line += 2
    }
  }
  const lookup = getLookup(32 + granule.count1Table)
  const one = load<u64>(powers, 8)
  while (line <= LINES - 4) {
    if (<i32>(next - bytes) * 8 - cached >= endBit) break
    if (cached < 32) {
      cache |= loadWord(next) << (32 - cached)
      next += 4
      cached += 32
    }
    const entry = loadEntry(lookup, cache >> (64 - FIRST_BITS))
    cache <<= entry >> 8
    cached -= entry >> 8
    const at = lines + ((<usize>line) << 3)
    for (let k = 0; k < 4; k++) {
      const isOne = (entry >> (3 - k)) & 1
      store<u64>(at + ((<usize>k) << 3), isOne ? one | (cache & SIGN_BIT) : 0)
      cache <<= isOne
      cached -= isOne
    }
    if (<i32>(next - bytes) * 8 - cached > endBit) break
    line += 4
  }
  return line
}
