const POLYNOMIAL = 0x04c11db7

/** The remainder of each byte before 24 zero bits. */
const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 24
  for (let bit = 0; bit < 8; bit++) remainder = remainder < 0 ? (remainder << 1) ^ POLYNOMIAL : remainder << 1
  return remainder
})

/** The CRC of an Ogg page (RFC 3533, section 6, field 7), continued from `crc`. */
export function computeOggCrc(bytes: Uint8Array, crc = 0): number {
  let remainder = crc
  for (let i = 0; i < bytes.length; i++) remainder = (remainder << 8) ^ remainders[(remainder >>> 24) ^ bytes[i]!]!
  return remainder >>> 0
}
