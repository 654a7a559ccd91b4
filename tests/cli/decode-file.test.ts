import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readAnalysisInput } from '../../audio/analysis/analysis-input.ts'
import { partitionSong } from '../../audio/analysis/chunks.ts'
import { computeMelSpectrogram, HOP_LENGTH } from '../../audio/analysis/mel-spectrogram.ts'
import { computeOnsetStrength, pickOnsets } from '../../audio/analysis/onsets.ts'
import { getPcmDuration, type Pcm } from '../../audio/pcm.ts'
import { decodeFile } from '../../cli/decode-file.ts'
import { decodeNatively } from '../../cli/decode-native.ts'
import { readOggStream } from '../../cli/ogg-stream.ts'

type Expected = { sampleRate: number; channels: number; frames: number; onsets: number[] }
const chromium: Record<string, Expected> = JSON.parse(
  readFileSync(new URL('../fixtures/chromium.json', import.meta.url), 'utf8'),
)
const songs = ['founders.mp3', 'electronic.mp3']
const pathOf = (name: string): string =>
  fileURLToPath(new URL(songs.includes(name) ? `../../exhibits/demo/${name}` : `../fixtures/${name}`, import.meta.url))
const decode = (name: string): Promise<Pcm> => decodeFile(new Uint8Array(readFileSync(pathOf(name))), pathOf(name))

describe('the CLI decodes to the same samples as Chromium', () => {
  test.each(Object.keys(chromium))('%s', async (name) => {
    const pcm = await decode(name)
    const { samples } = readAnalysisInput(pcm)
    const chunks = partitionSong(
      pickOnsets(computeOnsetStrength(computeMelSpectrogram(samples))),
      getPcmDuration(pcm),
      samples.length,
    )
    expect({
      sampleRate: pcm.sampleRate,
      channels: pcm.channels.length,
      frames: pcm.channels[0]?.length,
      onsets: chunks.slice(1).map(({ from }) => from / HOP_LENGTH),
    }).toEqual(chromium[name])
  })
})

test('an ID3 tag with an invalid picture does not change the samples', async () => {
  const mp3 = readFileSync(pathOf('untagged.mp3'))
  const tag = Buffer.concat([Buffer.from('ID3\x03\0\0\0\0\x17\x38APIC', 'latin1'), Buffer.alloc(2996, 0xff)])
  const plain = await decodeNatively(new Uint8Array(mp3), 'mp3', 44100)
  const behind = await decodeNatively(new Uint8Array(Buffer.concat([tag, mp3])), 'mp3', 44100)
  expect(behind).toEqual(plain)
})

describe('readOggStream', () => {
  const bytes = new Uint8Array(readFileSync(pathOf('clip.opus')))

  test('splits pages into packets: headers first, then 20 ms each', () => {
    const { packets, lastGranule } = readOggStream(bytes)
    expect(Buffer.from(packets[0] as Uint8Array).toString('latin1', 0, 8)).toBe('OpusHead')
    expect(Buffer.from(packets[1] as Uint8Array).toString('latin1', 0, 8)).toBe('OpusTags')
    expect(packets.length - 2).toBe(Math.ceil((4 * 48000 + 312) / 960))
    expect(lastGranule).toBe(4 * 48000 + 312)
  })

  test('joins packets that span segments and pages', () => {
    const page = (flags: number, lengths: number[]): number[] => [
      ...[
        0x4f,
        0x67,
        0x67,
        0x53,
        0,
        flags,
        ...new Array(8).fill(1),
        9,
        0,
        0,
        0,
        ...new Array(8).fill(0),
        lengths.length,
      ],
      ...lengths,
      ...lengths.flatMap((length) => new Array(length).fill(length & 255)),
    ]
    const { packets } = readOggStream(Uint8Array.from([...page(2, [255, 3, 255]), ...page(1, [5, 7]), ...page(0, [4])]))
    expect(packets.map(({ length }) => length)).toEqual([258, 260, 7, 4])
  })

  test('stops where the file is cut', () => {
    for (const length of [0, 10, 27, 60, 5000]) {
      expect(readOggStream(bytes.subarray(0, length)).packets.length).toBeLessThan(110)
    }
  })
})
