import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readAnalysisInput } from '../../audio/analysis/analysis-input.ts'
import { partitionSong } from '../../audio/analysis/chunks.ts'
import { computeMelSpectrogram, HOP_LENGTH } from '../../audio/analysis/mel-spectrogram.ts'
import { computeOnsetStrength, pickOnsets } from '../../audio/analysis/onsets.ts'
import { getPcmDuration, type Pcm } from '../../audio/pcm.ts'
import { decodeFile } from '../../cli/decode-file.ts'
import { joinOgg, packPage, splitOgg } from '../ogg.ts'

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
  const plain = await decodeFile(new Uint8Array(mp3), 'plain.mp3')
  const behind = await decodeFile(new Uint8Array(Buffer.concat([tag, mp3])), 'behind.mp3')
  expect(behind).toEqual(plain)
})

/** Packets of 20 ms of silence, 50 a page. */
function createSilentOpus(seconds: number): Uint8Array<ArrayBuffer> {
  const [head, tags] = splitOgg(new Uint8Array(readFileSync(pathOf('clip.opus'))))
  const packets = new Array(50).fill(Uint8Array.of(0xf8, 0xff, 0xfe))
  const pages = Array.from({ length: seconds }, (_, i) =>
    packPage(packets, { flags: 0, granule: (i + 1) * 48000, serial: head!.serial, sequence: i + 2 }),
  )
  return joinOgg([head!, { ...tags!, sequence: 1 }, ...pages])
}

test('hours in a small file are refused before they are decoded', async () => {
  const hours = createSilentOpus(2.5 * 3600)
  expect(hours.length).toBeLessThan(4e6)
  const start = performance.now()
  await expect(decodeFile(hours, 'silence.opus')).rejects.toThrow(
    '“silence.opus” is 150 minutes long; choose one of at most 90 minutes.',
  )
  expect(performance.now() - start).toBeLessThan(1000)
})
