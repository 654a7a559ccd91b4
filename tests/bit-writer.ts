/** Bits, most significant first, collected to bytes. */
export type BitWriter = {
  /** Appends the low bits of an integer of up to 53 bits; negative ones as two's complement. */
  write: (value: number, bits: number) => void
  /** Fills the last byte with zeros. */
  align: () => void
  /** Aligned bytes so far. */
  bytes: () => Uint8Array<ArrayBuffer>
}

export function createBitWriter(): BitWriter {
  const bytes: number[] = []
  let free = 0
  const write = (value: number, bits: number) => {
    const word = BigInt.asUintN(bits, BigInt(value))
    for (let i = bits - 1; i >= 0; i--) {
      if (free === 0) {
        bytes.push(0)
        free = 8
      }
      free--
      bytes[bytes.length - 1]! |= Number((word >> BigInt(i)) & 1n) << free
    }
  }
  const align = () => write(0, free)
  return {
    write,
    align,
    bytes: () => {
      align()
      return Uint8Array.from(bytes)
    },
  }
}
