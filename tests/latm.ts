import { createBitWriter } from './bit-writer.ts'

/** The frames of an ADTS stream without their headers of seven bytes (ISO 13818-7, 6.2). */
export function splitAdts(bytes: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = []
  for (let at = 0; at + 7 <= bytes.length; ) {
    const length = ((bytes[at + 3]! & 3) << 11) | (bytes[at + 4]! << 3) | (bytes[at + 5]! >>> 5)
    frames.push(bytes.subarray(at + 7, at + length))
    at += length
  }
  return frames
}

/** AAC LC of 44,100 Hz, mono, as LATM in LOAS, whose configuration stands in every tenth element. */
export function makeLatm(frames: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const elements = frames.map((frame, i) => {
    const { write, bytes } = createBitWriter()
    write(i % 10 === 0 ? 0 : 1, 1)
    if (i % 10 === 0)
      for (const [value, bits] of [
        // Version 0, one timing, one frame, program and layer.
        ...[
          [0, 1],
          [1, 1],
          [0, 6],
          [0, 4],
          [0, 3],
        ],
        // AudioSpecificConfig, then frames of stated length without other data and checksum.
        ...[
          [2, 5],
          [4, 4],
          [1, 4],
          [0, 3],
          [0, 3],
          [255, 8],
          [0, 1],
          [0, 1],
        ],
      ] as [number, number][])
        write(value, bits)
    for (let rest = frame.length; ; rest -= 255) {
      write(Math.min(255, rest), 8)
      if (rest < 255) break
    }
    for (const byte of frame) write(byte, 8)
    const element = bytes()
    return Buffer.concat([Uint8Array.of(0x56, 0xe0 | (element.length >>> 8), element.length & 255), element])
  })
  return Uint8Array.from(Buffer.concat(elements))
}
