import { expect, test } from 'vitest'
import { createMemorySource } from '../../../audio/decoding/byte-source.ts'
import { openTrack } from '../../../audio/decoding/open-track.ts'
import { decodeTrack } from '../../track.ts'

test('what is no number in a file of floats is silence', async () => {
  const values = [0.5, Number.NaN, Infinity, -Infinity, -0.25]
  const wav = Buffer.alloc(44 + 4 * values.length)
  wav.write('RIFF')
  wav.write('WAVEfmt ', 8)
  wav.set([16, 0, 0, 0, 3, 0, 1, 0], 16)
  wav.writeUInt32LE(8000, 24)
  wav.set([4, 0, 32, 0], 32)
  wav.write('data', 36)
  wav.writeUInt32LE(4 * values.length, 40)
  values.forEach((value, i) => {
    wav.writeFloatLE(value, 44 + 4 * i)
  })
  const track = await openTrack(createMemorySource(new Uint8Array(wav)), 'floats.wav', 60)
  expect(Array.from((await decodeTrack(track))[0]!)).toEqual([0.5, 0, 0, 0, -0.25])
})
