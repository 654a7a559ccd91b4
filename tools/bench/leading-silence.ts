import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { readAnalysisInput } from '../../audio/analysis/analysis-input.ts'
import { partitionSong } from '../../audio/analysis/chunks.ts'
import { computeMelSpectrogram } from '../../audio/analysis/mel-spectrogram.ts'
import { findCutFrames } from '../../audio/analysis/slicing.ts'
import { getPcmDuration, type Pcm } from '../../audio/pcm.ts'
import { slicings } from '../../audio/song/song.ts'
import type { Seconds } from '../../audio/units.ts'
import { decodeFile } from '../../cli/decode-file.ts'
import { computeOnsetFMeasure } from '../../tests/onset-f-measure.ts'
import { createSyntheticPcm, decodeDemo } from './inputs.ts'

// `npx tsx tools/bench/leading-silence.ts [files]`: how well each slicing keeps the chunks of a song that has silence put
// before it, as the F-measure within 50 ms: lowest and mean over the songs. Without files: twelve pieces of songs.

type Slicing = (typeof slicings)[number]

const SILENCES_S: Seconds[] = [0.01, 0.025, 0.5, 1]
const PIECE_S: Seconds = 40

function takePiece({ channels, sampleRate }: Pcm, from: Seconds): Pcm {
  const cut = (channel: Float32Array) => channel.slice(from * sampleRate, (from + PIECE_S) * sampleRate)
  return { channels: channels.map((channel) => cut(channel) as Float32Array<ArrayBuffer>), sampleRate }
}

function putSilenceBefore({ channels, sampleRate }: Pcm, duration: Seconds): Pcm {
  const silence = Math.round(duration * sampleRate)
  const pad = (channel: Float32Array) => {
    const padded = new Float32Array(silence + channel.length)
    padded.set(channel, silence)
    return padded
  }
  return { channels: channels.map(pad), sampleRate }
}

function findChunkStarts(pcm: Pcm, slicing: Slicing): Seconds[] {
  const { samples } = readAnalysisInput(pcm)
  const cuts = findCutFrames(slicing, computeMelSpectrogram(samples), samples)
  return partitionSong(cuts, getPcmDuration(pcm), samples.length).map(({ start }) => start)
}

async function readPieces(): Promise<[string, Pcm][]> {
  const files = process.argv.slice(2)
  if (files.length > 0)
    return Promise.all(
      files.map(async (path) => [
        basename(path),
        takePiece(await decodeFile(new Uint8Array(await readFile(path)), path), 0),
      ]),
    )
  const pieces: [string, Pcm][] = [['synthetic', createSyntheticPcm(PIECE_S)]]
  for (const name of ['founders', 'electronic']) {
    const { pcm } = await decodeDemo(`${name}.mp3`)
    for (const from of [0, 17.3, 41, 66.6, 90.1]) pieces.push([`${name} from ${from} s`, takePiece(pcm, from)])
  }
  return [...pieces, ['founders after 2 s of silence', putSilenceBefore(pieces[3]![1], 2)]]
}

const pieces = await readPieces()
const table: Record<string, Record<string, string>> = {}
for (const slicing of slicings) {
  const row: Record<string, string> = {}
  const songs = pieces.map(([, pcm]) => ({ pcm, starts: findChunkStarts(pcm, slicing) }))
  for (const silence of SILENCES_S) {
    const measures = songs.map(({ pcm, starts }) => {
      const moved = findChunkStarts(putSilenceBefore(pcm, silence), slicing).map((start) => start - silence)
      return computeOnsetFMeasure(starts, moved)
    })
    const mean = measures.reduce((sum, x) => sum + x, 0) / measures.length
    row[`${silence * 1000} ms`] = `${Math.min(...measures).toFixed(3)} (mean ${mean.toFixed(3)})`
  }
  table[slicing] = row
}
console.log(`${pieces.length} songs`)
console.table(table)
