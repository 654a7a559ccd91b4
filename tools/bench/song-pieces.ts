import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Pcm } from '../../audio/pcm.ts'
import type { Seconds } from '../../audio/units.ts'
import { decodeFile } from '../../cli/decode-file.ts'
import { createSyntheticPcm, decodeDemo } from './inputs.ts'

const PIECE_S: Seconds = 40

function takePiece({ channels, sampleRate }: Pcm, from: Seconds): Pcm {
  const cut = (channel: Float32Array) => channel.slice(from * sampleRate, (from + PIECE_S) * sampleRate)
  return { channels: channels.map((channel) => cut(channel) as Float32Array<ArrayBuffer>), sampleRate }
}

export function putSilenceBefore({ channels, sampleRate }: Pcm, duration: Seconds): Pcm {
  const silence = Math.round(duration * sampleRate)
  const pad = (channel: Float32Array) => {
    const padded = new Float32Array(silence + channel.length)
    padded.set(channel, silence)
    return padded
  }
  return { channels: channels.map(pad), sampleRate }
}

/**
 * Pieces of songs for measurements over many songs: the beginnings of some files, or without files twelve pieces.
 * @returns name and sound of each
 */
export async function readPieces(files: string[]): Promise<[string, Pcm][]> {
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
