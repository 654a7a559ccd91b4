import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OpenTrack } from '../../../audio/decoding/audio-track.ts'
import { createMemorySource } from '../../../audio/decoding/byte-source.ts'
import { openAdtsTrack } from '../../../audio/decoding/formats/adts-track.ts'
import { openMp4Track } from '../../../audio/decoding/formats/mp4-track.ts'
import { openOggTrack } from '../../../audio/decoding/formats/ogg-track.ts'
import { openWebmTrack } from '../../../audio/decoding/formats/webm-track.ts'
import { makeMovie } from '../../mp4.ts'
import { readFixture } from '../../track.ts'

const movie = makeMovie({
  samples: new Int16Array(3000),
  sampleRate: 8000,
  edits: [{ duration: 300, mediaTime: 100 }],
  itunes: [100, 1, 2000],
})
const files: [name: string, open: OpenTrack, bytes: Uint8Array<ArrayBuffer>][] = [
  ['Vorbis', openOggTrack, readFixture('tags.ogg')],
  ['Opus', openOggTrack, readFixture('surround.opus')],
  ['WebM', openWebmTrack, readFixture('clip.webm')],
  ['Apple Lossless', openMp4Track, readFixture('clip-alac.m4a')],
  ['QuickTime', openMp4Track, movie],
  ['AAC', openAdtsTrack, readFixture('clip.aac')],
]
/** No damage makes an hour of a second. */
const MAX_FRAMES = 20_000_000

test.each(files)('a damaged file of %s ends in sound or an error', async (_, open, file) => {
  const damage = fc.record({
    keep: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    // Most possible faults are in the headers.
    changes: fc.array(fc.tuple(fc.oneof(fc.nat(300), fc.nat(file.length)), fc.uint8Array({ maxLength: 8 })), {
      maxLength: 6,
    }),
  })
  await fc.assert(
    fc.asyncProperty(damage, async ({ keep, changes }) => {
      const bytes = file.slice(0, Math.ceil(file.length * keep))
      for (const [at, values] of changes) if (at + values.length <= bytes.length) bytes.set(values, at)
      try {
        const track = await open(createMemorySource(bytes), 5400)
        if (!track) return
        expect(track.sampleRate).toBeGreaterThan(0)
        expect(track.channels).toBeGreaterThan(0)
        expect(track.frames).toBeGreaterThanOrEqual(0)
        let frames = 0
        for await (const block of track.decode()) {
          expect(block.length).toBe(track.channels)
          expect(block[0]!.length).toBeGreaterThan(0)
          frames += block[0]!.length
          if (frames > MAX_FRAMES) throw new TypeError('endless')
        }
      } catch (cause) {
        expect(cause).toBeInstanceOf(Error)
        expect((cause as Error).message).not.toContain('endless')
        if ((cause as Error).name === 'AssertionError') throw cause
      }
    }),
    { numRuns: 40 },
  )
})
