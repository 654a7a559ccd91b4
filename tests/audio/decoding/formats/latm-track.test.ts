import { expect, test } from 'vitest'
import { createMemorySource } from '../../../../audio/decoding/byte-source.ts'
import { createLatmReader, measureLoasFrame } from '../../../../audio/decoding/formats/latm.ts'
import { openLatmTrack } from '../../../../audio/decoding/formats/latm-track.ts'
import { sniffFormat } from '../../../../audio/decoding/formats/sniff-format.ts'
import { MissingDecoderError } from '../../../../audio/decoding/missing-decoder-error.ts'
import { makeLatm, splitAdts } from '../../../latm.ts'
import { readFixture } from '../../../track.ts'

const frames = splitAdts(readFixture('clip.aac'))
const latm = makeLatm(frames)

test('the AAC frames and their configuration are found', () => {
  const readFrame = createLatmReader()
  const packets: Uint8Array[] = []
  for (let at = 0; at < latm.length; at += measureLoasFrame(latm, at)) {
    const read = readFrame(latm.subarray(at))
    packets.push(...read.packets)
    expect(read.config).toEqual({
      description: Uint8Array.of(0x12, 0x08),
      objectType: 2,
      sampleRate: 44_100,
      channels: 1,
      framesPerElement: 1,
    })
  }
  expect(packets.map((packet) => Buffer.from(packet))).toEqual(frames.map((frame) => Buffer.from(frame)))
})

test('the file is recognized, and tells its length to another decoder', async () => {
  expect(sniffFormat(latm).container).toBe('aac')
  const failure = await openLatmTrack(createMemorySource(latm), 5400).catch((cause: unknown) => cause)
  if (!(failure instanceof MissingDecoderError)) throw failure
  expect(failure.track.duration).toBeCloseTo((frames.length * 1024) / 44_100, 6)
})

test('other files are left to other readers', async () => {
  expect(await openLatmTrack(createMemorySource(readFixture('clip.aac')), 5400)).toBeUndefined()
})
