import { describe, expect, test } from 'vitest'
import { createAlacDecoder } from '../../../../audio/decoding/codecs/alac-decoder.ts'
import { createFlacDecoder } from '../../../../audio/decoding/codecs/flac-decoder.ts'
import { silenceDamaged } from '../../../../audio/decoding/codecs/silence-damaged.ts'
import { makeAlacCookie, packAlac } from '../../../alac.ts'
import { makeStreamInfo, packFlacFrame } from '../../../flac.ts'

const LENGTH = 400
const values = Array.from({ length: 3 * LENGTH }, (_, i) => Math.round(9000 * Math.sin(i / 7)))
const parts = [0, 1, 2].map((i) => [values.slice(i * LENGTH, (i + 1) * LENGTH)])
/** The second of three parts silent. */
const expected = values.map((x, i) => (i >= LENGTH && i < 2 * LENGTH ? 0 : x))

const options = { stored: false, lowBits: 0, mixShift: 0, mixWeight: 0, mode: 0, shift: 9, coefficients: [300, -200] }
const alacPackets = parts.map((part) => packAlac(part, LENGTH, 16, options))
const makeFlacPackets = (isVariable = false) =>
  parts.map((part, i) => packFlacFrame(part, { bits: 16, rate: 8000, number: isVariable ? i * LENGTH : i, isVariable }))
const info = { rate: 8000, channels: 1, bits: 16, frames: 0, frameLength: LENGTH }
const createDecoders = {
  'Apple Lossless': async () => [await createAlacDecoder(makeAlacCookie(LENGTH, 16, 1, 8000)), alacPackets] as const,
  FLAC: async () => [await createFlacDecoder(makeStreamInfo(info)), makeFlacPackets()] as const,
  'FLAC of a wrong length in its header': async () =>
    [await createFlacDecoder(makeStreamInfo({ ...info, frameLength: 4096 })), makeFlacPackets()] as const,
  'FLAC of frames of any length': async () =>
    [await createFlacDecoder(makeStreamInfo({ ...info, most: 4096 })), makeFlacPackets(true)] as const,
}

describe.each(Object.entries(createDecoders))('%s', (_, create) => {
  test.each([
    ['changed', (packet: Uint8Array) => packet.map((byte, i) => (i === 40 ? byte ^ 0x55 : i > 60 ? 0xff : byte))],
    ['cut off', (packet: Uint8Array) => packet.slice(0, packet.length / 2)],
  ])('a packet that is %s is as much silence', async (_, damage) => {
    const [decoder, packets] = await create()
    const [samples] = await silenceDamaged(decoder).decode(
      packets.map((packet, i) => (i === 1 ? damage(packet) : packet)),
    )
    expect(Array.from(samples!, (x) => x * 32768)).toEqual(expected)
  })
})
