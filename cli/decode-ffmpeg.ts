import { spawn } from 'node:child_process'
import { parseWavHeader } from '../audio/decoding/formats/wav.ts'
import { scaleTrim, type UndecodedTrack } from '../audio/decoding/missing-decoder-error.ts'
import type { Pcm } from '../audio/pcm.ts'

const FFMPEG_PROGRAM = 'ffmpeg'

/** Decodes the first audio track to float WAV on standard output. */
const FLOAT_WAV_ARGS = ['-v', 'error', '-i', 'pipe:0', '-map', '0:a:0', '-c:a', 'pcm_f32le', '-f', 'wav', 'pipe:1']

/**
 * Decodes a file with ffmpeg, at the file's own sample rate and channels.
 * @param path ffmpeg reads the file itself, because some containers need seeking
 * @param track what the container says of the song's length
 * @returns undefined if there is no ffmpeg on the PATH
 * @throws {Error} if ffmpeg cannot read it
 */
export async function decodeWithFfmpeg(path: string, track: UndecodedTrack): Promise<Pcm | undefined> {
  const wav = await runFfmpeg(FLOAT_WAV_ARGS.with(3, `file:${path}`))
  if (!wav) return undefined
  const header = parseWavHeader(wav)
  if (!header) throw new Error('ffmpeg wrote no WAV')
  const { channels: count, sampleRate, dataStart, dataBytes } = header
  const interleaved = new Float32Array(wav.slice(dataStart, dataStart + dataBytes - (dataBytes % (4 * count))).buffer)
  // ffmpeg skips the encoder's delay itself; before version 6 it keeps the padding at the end.
  const { start, end } = scaleTrim(track, sampleRate) ?? { start: 0, end: Infinity }
  const length = Math.min(end - start, interleaved.length / count)
  const channels = Array.from({ length: count }, (_, c) => {
    const channel = new Float32Array(length)
    for (let i = 0; i < length; i++) channel[i] = interleaved[i * count + c] as number
    return channel
  })
  return { channels, sampleRate }
}

/** The standard output of ffmpeg; undefined if it is not installed. */
function runFfmpeg(args: string[]): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(FFMPEG_PROGRAM, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const output: Buffer[] = []
    let errorText = ''
    child.stdout.on('data', (data: Buffer) => output.push(data))
    child.stderr.on('data', (data: Buffer) => {
      errorText += data
    })
    child.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? resolve(undefined) : reject(error)))
    child.on('close', (code) =>
      code === 0 ? resolve(new Uint8Array(Buffer.concat(output))) : reject(new Error(errorText)),
    )
  })
}
