import { openAsBlob, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findLastGranule, readHead, readTrim } from '../../../../audio/decoding/formats/long-trim.ts'

const pathOf = (name: string): string => fileURLToPath(new URL(`../../../fixtures/${name}`, import.meta.url))
const trim = async (name: string, sampleRate: number, duration: number | null = null) => {
  const file = await openAsBlob(pathOf(name))
  return readTrim(file, await readHead(file), sampleRate, duration)
}

describe('the trim of a long file', () => {
  test.each([
    ['tagged.mp3', 44100, null, 1105, 1105 + 176400],
    ['untagged.mp3', 44100, null, 0, Infinity],
    ['clip.ogg', 44100, null, 0, 176400],
    ['clip.opus', 48000, null, 0, 192000],
    ['surround.opus', 48000, null, 0, 72000],
    ['clip.m4a', 44100, 1, 0, 44100],
    ['clip.flac', 22050, 2, 0, Infinity],
  ])('%s', async (name, rate, duration, start, end) => {
    expect(await trim(name, rate, duration)).toEqual({ start, end })
  })
})

test('readHead includes the bytes after a large tag', async () => {
  const tag = new Uint8Array(200_010)
  tag.set([0x49, 0x44, 0x33, 4, 0, 0, 0, 200_000 >> 14, (200_000 >> 7) & 127, 200_000 & 127])
  const mp3 = readFileSync(pathOf('tagged.mp3'))
  const head = await readHead(new Blob([tag, mp3]))
  expect(head.length).toBe(tag.length + mp3.length)
})

test('the search for the last page never throws', () => {
  const file = new Uint8Array(readFileSync(pathOf('clip.opus')))
  fc.assert(
    fc.property(fc.nat(file.length), fc.uint8Array({ maxLength: 40 }), (length, junk) => {
      const granule = findLastGranule(Uint8Array.of(...file.subarray(0, length), ...junk))
      expect(granule === undefined || granule >= 0).toBe(true)
    }),
    { seed: 1, numRuns: 30 },
  )
})
