// The bits of a FLAC frame or ALAC packet, most significant first, read up to 56 at a time.

/** Bytes behind the readable ones that must be memory. */
export const BIT_READER_MARGIN: i32 = 16

/** Unread bits from the top; those behind the first `cached` are right, too, or 0. */
export let cache: u64 = 0
export let cached: i32 = 0
/** Address of the first byte that is not in the cache as a whole. */
export let next: usize = 0
let limit: usize = 0

export function openBits(at: usize, end: usize): void {
  cache = 0
  cached = 0
  next = at
  limit = end
}

/** Address of the byte in which the next bit is, the first byte if that is the next bit. */
export function getBytePosition(): usize {
  return next - (<usize>cached >> 3)
}

/** Whether more bits were read than there are. */
export function isOverrun(): bool {
  return (next << 3) - <usize>cached > limit << 3
}

export function skipToByte(): void {
  skip(cached & 7)
}

/** Has at least this many bits in the cache, up to 56. */
export function need(bits: i32): void {
  if (cached < bits) refill()
}

/** At least 56 bits are in the cache afterwards. Behind the end are some bytes of any value, again and again. */
export function refill(): void {
  cache |= bswap<u64>(load<u64>(next)) >> <u64>cached
  next = min(next + (<usize>(63 - cached) >> 3), limit + 8)
  cached |= 56
}

export function skip(bits: i32): void {
  cache <<= <u64>bits
  cached -= bits
}

export function skipBytes(bytes: i32): void {
  for (; bytes > 0; bytes--) readBits(8)
}

/** @param bits 0 to 56 */
export function readBits(bits: i32): u64 {
  need(bits)
  const value = (cache >> 1) >> <u64>(63 - bits)
  skip(bits)
  return value
}

/** @param bits 1 to 56 */
export function readSigned(bits: i32): i64 {
  need(bits)
  const value = <i64>cache >> <i64>(64 - bits)
  skip(bits)
  return value
}

/** Zeros up to the next one, which is read, too; -1 if there is none. */
export function readUnary(): i32 {
  let zeros = 0
  while (next < limit + 8 || cached > 0) {
    refill()
    const leading = <i32>clz(cache)
    if (leading < cached) {
      skip(leading + 1)
      return zeros + leading
    }
    zeros += cached
    cache = 0
    cached = 0
  }
  return -1
}

/**
 * Rice codes of parameter k (RFC 9639, 9.2.7.1), as integers of the given size at `output`.
 * @returns whether they were there
 */
export function readRice<Sample extends number>(output: usize, count: i32, k: i32): bool {
  const size = sizeof<Sample>()
  let bits = cache
  let available = cached
  let at = next
  const last = limit + 8
  const end = output + <usize>count * size
  for (; output < end; output += size) {
    if (available < 40) {
      bits |= bswap<u64>(load<u64>(at)) >> <u64>available
      at = min(at + (<usize>(63 - available) >> 3), last)
      available |= 56
    }
    const quotient = <i32>clz(bits)
    const length = quotient + 1 + k
    let code: u32
    if (length <= available) {
      bits <<= <u64>(quotient + 1)
      code = ((<u32>quotient) << k) | <u32>((bits >> 1) >> <u64>(63 - k))
      bits <<= <u64>k
      available -= length
    } else {
      cache = bits
      cached = available
      next = at
      const zeros = readUnary()
      if (zeros < 0) return false
      code = ((<u32>zeros) << k) | <u32>readBits(k)
      bits = cache
      available = cached
      at = next
    }
    store<Sample>(output, <Sample>(<i32>(code >>> 1) ^ -(<i32>(code & 1))))
  }
  cache = bits
  cached = available
  next = at
  return true
}
