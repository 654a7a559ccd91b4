import { zlibSync } from 'fflate'

/** Bytes of one pixel: RGB, 8 bits a channel. */
const PIXEL_BYTES = 3

/** CRC-32 of PNG (RFC 2083, section 15). */
function computeCrc(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}

function createPngChunk(type: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(12 + data.length)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, data.length)
  chunk.set(new TextEncoder().encode(type), 4)
  chunk.set(data, 8)
  view.setUint32(8 + data.length, computeCrc(chunk.subarray(4, 8 + data.length)))
  return chunk
}

/**
 * A PNG whose rows are all alike.
 * @param row RGB bytes of its pixels
 */
export function createColorPng(row: Uint8Array, height: number): Uint8Array {
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, row.length / PIXEL_BYTES)
  view.setUint32(4, height)
  // 8 bits a channel, RGB.
  header.set([8, 2], 8)
  // Each row begins with its filter, 0.
  const raw = new Uint8Array(height * (row.length + 1))
  for (let y = 0; y < height; y++) raw.set(row, y * (row.length + 1) + 1)
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    createPngChunk('IHDR', header),
    createPngChunk('IDAT', zlibSync(raw)),
    createPngChunk('IEND', new Uint8Array(0)),
  ]
  const png = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    png.set(part, at)
    at += part.length
  }
  return png
}
