// Bits of a byte string, most significant first.

/** Position of the next bit. */
export let bitPosition: i32 = 0
let base: usize = 0
let limit: i32 = 0

/** @param at address of the first byte; 4 bytes behind the last one are readable @param bits those behind them are zeros */
export function openBits(at: usize, bits: i32): void {
  base = at
  limit = bits
  bitPosition = 0
}

/** @param count of bits, 0 to 24 */
export function readBits(count: i32): i32 {
  const at = bitPosition
  bitPosition = at + count
  if (count === 0 || bitPosition > limit || at < 0) return 0
  const word = bswap<u32>(load<u32>(base + <usize>(at >> 3)))
  return (word << (at & 7)) >>> (32 - count)
}

export function seekBit(position: i32): void {
  bitPosition = position
}

/** Whether a read went behind the last bit. */
export function hasOverrun(): bool {
  return bitPosition > limit
}
