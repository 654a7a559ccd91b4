// Bits of a byte string, most significant first; reads behind the end give zeros.

/** Position of the next bit, relative to `base`. */
export let bitPosition: i32 = 0
let base: usize = 0
let bitLimit: i32 = 0

/** @param at address of the first byte @param bits readable ones; up to 8 bytes behind them must be memory */
export function openBits(at: usize, bits: i32): void {
  base = at
  bitLimit = bits
  bitPosition = 0
}

/** @param count of bits, 0 to 24 @returns them as a number, without moving on */
export function peekBits(count: i32): u32 {
  if (count === 0 || bitPosition >= bitLimit) return 0
  const word = bswap<u32>(load<u32>(base + <usize>(bitPosition >> 3)))
  return (word << (bitPosition & 7)) >> (32 - count)
}

export function skipBits(count: i32): void {
  bitPosition += count
}

/** @param count of bits, 0 to 24 */
export function readBits(count: i32): u32 {
  const value = peekBits(count)
  bitPosition += count
  return value
}

export function seekBit(position: i32): void {
  bitPosition = position
}

/** Whether bits behind the end were read. */
export function hasOverrun(): bool {
  return bitPosition > bitLimit
}
