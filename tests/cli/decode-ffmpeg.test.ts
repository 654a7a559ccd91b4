import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decodeWithFfmpeg } from '../../cli/decode-ffmpeg.ts'

/** Stands for ffmpeg: writes its arguments into a file, and two channels of a ramp as float WAV. */
const program = `#!${process.execPath}
const frames = 1000
const wav = Buffer.alloc(44 + 8 * frames)
wav.write('RIFF')
wav.write('WAVEfmt ', 8)
wav.set([16, 0, 0, 0, 3, 0, 2, 0], 16)
wav.writeUInt32LE(8000, 24)
wav.set([8, 0, 32, 0], 32)
wav.write('data', 36)
wav.writeUInt32LE(8 * frames, 40)
for (let i = 0; i < frames; i++) {
  wav.writeFloatLE(i, 44 + 8 * i)
  wav.writeFloatLE(-i, 48 + 8 * i)
}
require('node:fs').writeFileSync(require('node:path').join(__dirname, 'args'), process.argv.slice(2).join(' '))
process.stdout.write(wav)
`
const path = process.env.PATH
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'songwalk-ffmpeg-'))
  writeFileSync(join(folder, 'ffmpeg'), program)
  chmodSync(join(folder, 'ffmpeg'), 0o755)
  process.env.PATH = folder + delimiter + path
})
afterAll(() => {
  process.env.PATH = path
  rmSync(folder, { recursive: true })
})
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)
const readArgs = () => readFileSync(join(folder, 'args'), 'utf8')

test('of a container that tells the song’s parts ffmpeg gives all that the decoder gives; the parts are cut here', async () => {
  const trims = [
    { start: 600, end: 700 },
    { start: 100, end: 200 },
    { start: 950, end: Infinity },
  ]
  const pcm = await decodeWithFfmpeg('song.m4a', { duration: 9, trims, sampleRate: 8000, isMp4: true })
  expect(pcm?.channels.map((channel) => Array.from(channel, Math.abs))).toEqual(
    [0, 1].map(() => [...range(600, 700), ...range(100, 200), ...range(950, 1000)]),
  )
  expect(pcm?.channels[1]?.[0]).toBe(-600)
  expect(readArgs()).toContain('-flags2 +skip_manual -ignore_editlist 1 -i file:song.m4a')
  // Damaged packets are silence.
  expect(readArgs()).toContain('-af aresample=async=1:min_hard_comp=0.01')
})

test('of any other file it gives what it takes for the song', async () => {
  const pcm = await decodeWithFfmpeg('song.wma', {})
  expect(pcm).toMatchObject({ sampleRate: 8000 })
  expect(pcm?.channels[0]).toHaveLength(1000)
  expect(readArgs()).toBe('-v error -i file:song.wma -map 0:a:0 -c:a pcm_f32le -f wav pipe:1')
})

test('parts at the rate that the decoder turns out to have', async () => {
  const pcm = await decodeWithFfmpeg('song.m4a', { trims: [{ start: 200, end: 400 }], sampleRate: 16_000, isMp4: true })
  expect(pcm?.channels[0]).toHaveLength(100)
})
