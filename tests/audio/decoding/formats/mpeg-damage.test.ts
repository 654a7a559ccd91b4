import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemorySource } from '../../../../audio/decoding/byte-source.ts'
import { openMpegTrack } from '../../../../audio/decoding/formats/mpeg-track.ts'
import { freeBitRate, joinBytes, packLayer1, splitMpeg } from '../../../mpeg.ts'
import { readFixture } from '../../../track.ts'

const MAX_DURATION_S = 600
const files = [
  ...['tagged.mp3', 'vbr.mp3', 'stereo.mp3', 'low.mp3', 'tags.mp3', 'clip.mp2', 'low.mp2'].map(readFixture),
  joinBytes(...freeBitRate(splitMpeg(readFixture('untagged.mp3'))).slice(0, 40)),
  packLayer1(30),
]

/** Two files, cut anywhere and joined, with bytes changed. */
const damaged = fc
  .record({
    first: fc.constantFrom(...files),
    second: fc.constantFrom(...files),
    from: fc.double({ min: 0, max: 0.5, noNaN: true }),
    to: fc.double({ min: 0, max: 1, noNaN: true }),
    changes: fc.array(fc.tuple(fc.nat(20_000), fc.uint8Array({ maxLength: 12 })), { maxLength: 30 }),
  })
  .map(({ first, second, from, to, changes }) => {
    const bytes = joinBytes(first.subarray(first.length * from), second.subarray(0, second.length * to))
    for (const [at, values] of changes) if (at + values.length <= bytes.length) bytes.set(values, at)
    return bytes
  })

test('damaged files never throw, and give as many finite samples as announced', async () => {
  await fc.assert(
    fc.asyncProperty(damaged, async (bytes) => {
      const track = await openMpegTrack(createMemorySource(bytes), MAX_DURATION_S)
      if (!track) return
      let frames = 0
      for await (const block of track.decode()) {
        expect(block.length).toBe(track.channels)
        frames += block[0]!.length
        for (const channel of block) expect(channel.every((x) => Math.abs(x) <= 1e6)).toBe(true)
      }
      expect(frames).toBe(track.frames)
    }),
    { numRuns: 150 },
  )
})

test('noise gives no endless sound', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 4, maxLength: 40_000 }), async (bytes) => {
      const track = await openMpegTrack(createMemorySource(joinBytes(bytes)), MAX_DURATION_S)
      expect(track?.frames ?? 0).toBeLessThan(1_000_000)
    }),
    { numRuns: 100 },
  )
})
