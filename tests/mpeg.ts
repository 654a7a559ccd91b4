import { type MpegFrame, readMpegFrame, skipId3 } from '../audio/decoding/formats/mpeg.ts'
import { createBitWriter } from './bit-writer.ts'

/** Joins bytes and Latin-1 texts. */
export const joinBytes = (...parts: (Uint8Array | string)[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))))

/** The frames of an undamaged file of constant or variable bit rate, that of its tag included. */
export function splitMpeg(bytes: Uint8Array): Uint8Array<ArrayBuffer>[] {
  const frames: Uint8Array<ArrayBuffer>[] = []
  let frame: MpegFrame | undefined = readMpegFrame(bytes, skipId3(bytes))
  for (; frame; frame = readMpegFrame(bytes, frame.at + frame.bytes))
    frames.push(bytes.slice(frame.at, frame.at + frame.bytes))
  return frames
}

/** An ID3v2.3 tag of some frames. */
export function makeId3(frames: [name: string, content: Uint8Array | string][]): Uint8Array<ArrayBuffer> {
  const contents = frames.map(([name, content]) => {
    const body = joinBytes(content)
    return joinBytes(name, makeUint32(body.length), '\0\0', body)
  })
  const size = contents.reduce((sum, { length }) => sum + length, 0)
  const header = joinBytes(
    'ID3\x03\0\0',
    Uint8Array.from([21, 14, 7, 0], (shift) => (size >>> shift) & 127),
  )
  return joinBytes(header, ...contents)
}

export const makeUint32 = (value: number): Uint8Array => Uint8Array.from([24, 16, 8, 0], (shift) => value >>> shift)

/** A frame of 160 kb/s MPEG-1 stereo at 44.1 kHz that holds Fraunhofer's tag, as their encoders write it. */
export function makeVbriFrame(delay: number, bytes: number, frames: number): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(522)
  frame.set([0xff, 0xfb, 0xa0, 0x00])
  frame.set(joinBytes('VBRI\0\x01', makeUint32(delay).subarray(2), '\0\x4b', makeUint32(bytes), makeUint32(frames)), 36)
  return frame
}

/** The frames with the bit rate left open, as in the free format. */
export const freeBitRate = (frames: Uint8Array[]): Uint8Array<ArrayBuffer>[] =>
  frames.map((frame) => {
    const free = Uint8Array.from(frame)
    free[2]! &= 0x0f
    return free
  })

/** Changes bits of the side information of every frame of layer III. */
export function changeGranules(
  frames: Uint8Array[],
  change: (flags: { blockType: number; isMixed: boolean }) => { isMixed: boolean },
): Uint8Array<ArrayBuffer>[] {
  return frames.map((frame) => {
    const changed = Uint8Array.from(frame)
    const { channels } = readMpegFrame(frame, 0)!
    const isFirst = (frame[1]! & 8) !== 0
    const bit = (at: number) => (changed[at >> 3]! >> (7 - (at & 7))) & 1
    for (let granule = 0; granule < (isFirst ? 2 : 1) * channels; granule++) {
      const prefix = isFirst ? (channels === 1 ? 18 : 20) : channels === 1 ? 9 : 10
      const switchAt = 32 + prefix + granule * (isFirst ? 59 : 63) + 29 + (isFirst ? 4 : 9)
      if (bit(switchAt) === 0) continue
      const mixedAt = switchAt + 3
      const blockType = 2 * bit(switchAt + 1) + bit(switchAt + 2)
      const { isMixed } = change({ blockType, isMixed: bit(mixedAt) === 1 })
      changed[mixedAt >> 3]! &= ~(0x80 >> (mixedAt & 7))
      if (isMixed) changed[mixedAt >> 3]! |= 0x80 >> (mixedAt & 7)
    }
    return changed
  })
}

/** The frames with other joint stereo. @param extension 1: intensity, 2: mid and side, 3: both */
export const changeStereo = (frames: Uint8Array[], extension: number): Uint8Array<ArrayBuffer>[] =>
  frames.map((frame) => {
    const changed = Uint8Array.from(frame)
    changed[3] = (frame[3]! & 0x0f) | 0x40 | (extension << 4)
    return changed
  })

/** Frames of layer I, joint stereo from subband 8 on, 192 kb/s at 32 kHz, with pseudo-random quantized samples. */
export function packLayer1(count: number): Uint8Array<ArrayBuffer> {
  let seed = 1
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647
    return seed % below
  }
  const frames = Array.from({ length: count }, () => {
    const writer = createBitWriter()
    writer.write(0xffff, 16)
    // 192 kb/s, 32 kHz, no padding; joint stereo with bound 8.
    writer.write(0x68, 8)
    writer.write(0x50, 8)
    const bits = Array.from({ length: 32 }, (_, subband) => (subband < 8 ? [1 + random(4), random(3)] : [random(2)]))
    for (const codes of bits) for (const code of codes) writer.write(code, 4)
    for (const codes of bits)
      for (const code of [codes[0]!, codes.at(-1)!]) if (code > 0) writer.write(9 + random(30), 6)
    for (let slot = 0; slot < 12; slot++)
      for (const codes of bits)
        for (const code of codes) if (code > 0) writer.write(random(2 ** (code + 1) - 1), code + 1)
    const frame = new Uint8Array(((12 * 192000) / 32000) * 4)
    frame.set(writer.bytes())
    return frame
  })
  return joinBytes(...frames)
}
