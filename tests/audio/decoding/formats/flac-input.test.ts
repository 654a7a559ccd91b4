import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BufferSource, EncodedPacketSink, Input, type InputAudioTrack } from 'mediabunny'
import { expect, test } from 'vitest'
import { flacInput } from '../../../../audio/decoding/formats/flac-input.ts'

const fixtures = join(import.meta.dirname, '../../../fixtures')

test.each([
  ['mono-192000.flac', 192_000, 1],
  ['eight-8000.flac', 8000, 1],
])('every frame of %s is found', async (name, rate, least) => {
  const bytes = await readFile(join(fixtures, name))
  const input = new Input({ source: new BufferSource(bytes), formats: [flacInput] })
  const track = (await input.getPrimaryAudioTrack()) as InputAudioTrack
  let end = 0
  for await (const packet of new EncodedPacketSink(track).packets()) end = packet.timestamp + packet.duration
  expect((await track.getDecoderConfig())?.sampleRate).toBe(rate)
  expect(end).toBeGreaterThanOrEqual(least - 0.01)
  expect(end).toBeCloseTo((await track.getDurationFromMetadata()) ?? 0, 2)
})
