import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decodeFile } from '../../../cli/decode-file.ts'
import { findSongNotes } from '../../../cli/exhibit/find-song-notes.ts'

const FIXTURES = join(import.meta.dirname, '../../fixtures')
const CUT = 'seems to be cut off: its file ends early.'
const note = async (bytes: Uint8Array<ArrayBuffer>, name: string) =>
  findSongNotes(bytes, await decodeFile(bytes, join(FIXTURES, name)))
const createPcm = (length: number, value: number) => ({
  channels: [new Float32Array(length).fill(value)],
  sampleRate: 8000,
})
const WHOLE_HEAD = new Uint8Array(100)

test('a whole, audible song of some seconds has no note; silence and a single sample have', () => {
  expect(findSongNotes(WHOLE_HEAD, createPcm(48_000, 0.1))).toEqual([])
  expect(findSongNotes(WHOLE_HEAD, createPcm(48_000, 0.0009))).toEqual(['is silent.'])
  expect(findSongNotes(WHOLE_HEAD, createPcm(1, 0.5))).toEqual(['lasts only a moment.'])
  expect(findSongNotes(WHOLE_HEAD, createPcm(16_000, 0.5))).toEqual(['lasts only 2.0 seconds.'])
})

test.each([
  'clip.flac',
  'clip.ogg',
  'clip.opus',
  'clip.aiff',
  'clip.m4a',
  'clip-ima.wav',
  'vbr.mp3',
  'stereo.mp3',
  'low.mp3',
])('%s is not said to be cut off', async (name) => {
  expect(await note(new Uint8Array(readFileSync(join(FIXTURES, name))), name)).not.toContain(CUT)
})

test.each(['clip.flac', 'clip.ogg', 'clip.opus', 'clip.aiff', 'clip-ima.wav', 'vbr.mp3'])(
  'of %s, what is left after a broken copy is told',
  async (name) => {
    const bytes = new Uint8Array(readFileSync(join(FIXTURES, name)))
    const cut = bytes.slice(0, Math.round(bytes.length * 0.6))
    expect(await note(cut, name)).toContain(CUT)
  },
)
