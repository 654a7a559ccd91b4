/** ITU-T G.711, table 1: A-law has its even bits inverted; the sign bit is set for positive values. */
function decodeALaw(code: number): number {
  const bits = code ^ 0x55
  const exponent = (bits >> 4) & 7
  const mantissa = 2 * (bits & 15) + 1
  const size = exponent === 0 ? mantissa << 3 : (mantissa + 32) << (exponent + 2)
  return (bits & 128) !== 0 ? size : -size
}

/** ITU-T G.711, table 2: all bits of mu-law are inverted. */
function decodeMuLaw(code: number): number {
  const bits = ~code
  const size = (((2 * (bits & 15) + 33) << ((bits >> 4) & 7)) - 33) << 2
  return (bits & 128) !== 0 ? 0 - size : size
}

const createTable = (decode: (code: number) => number): Float32Array =>
  Float32Array.from({ length: 256 }, (_, code) => decode(code) / 32768)

/** The sample of each byte of G.711, in 16-bit steps, full scale 1. */
export const g711Tables = { aLaw: createTable(decodeALaw), muLaw: createTable(decodeMuLaw) }
