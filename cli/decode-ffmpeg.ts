import { spawn } from 'node:child_process'
import type { Trim } from '../audio/decoding/formats/gapless.ts'
import { parseWavHeader } from '../audio/decoding/formats/wav.ts'
import { scaleTrims, type UndecodedTrack } from '../audio/decoding/missing-decoder-error.ts'
import type { Pcm } from '../audio/pcm.ts'

const FFMPEG_PROGRAM = 'ffmpeg'

/** What cannot be decoded becomes as much silence, by the packets’ times, where these are known to be right. */
const SILENCE_ARGS = ['-af', 'aresample=async=1:min_hard_comp=0.01']
/** To float WAV on standard output. */
const FLOAT_WAV_ARGS = ['-map', '0:a:0', '-c:a', 'pcm_f32le', '-f', 'wav', 'pipe:1']
/** All that the decoder gives: with the encoder's delay, which ffmpeg skips for some containers, and without its reading of edit lists. */
const UNTRIMMED_ARGS = ['-flags2', '+skip_manual']
const UNEDITED_ARGS = ['-ignore_editlist', '1']

/**
 * Decodes a file with ffmpeg, at the file's own sample rate and channels.
 * @param path ffmpeg reads the file itself, because some containers need seeking
 * @param track what the container says of the song's length
 * @returns undefined if there is no ffmpeg on the PATH
 * @throws {Error} if ffmpeg cannot read it
 */
export async function decodeWithFfmpeg(path: string, track: UndecodedTrack): Promise<Pcm | undefined> {
  const inputArgs = [...(track.trims ? UNTRIMMED_ARGS : []), ...(track.isMp4 ? UNEDITED_ARGS : [])]
  const outputArgs = [...(track.duration === undefined ? [] : SILENCE_ARGS), ...FLOAT_WAV_ARGS]
  const wav = await runFfmpeg(['-v', 'error', ...inputArgs, '-i', `file:${path}`, ...outputArgs])
  if (!wav) return undefined
  const header = parseWavHeader(wav)
  if (!header) throw new Error('ffmpeg wrote no WAV')
  const { channels: count, sampleRate, dataStart, dataBytes } = header
  const interleaved = new Float32Array(wav.slice(dataStart, dataStart + dataBytes - (dataBytes % (4 * count))).buffer)
  const trims = scaleTrims(track, sampleRate) ?? [{ start: 0, end: Infinity }]
  return { channels: splitChannels(interleaved, count, trims), sampleRate }
}

function splitChannels(interleaved: Float32Array, count: number, trims: Trim[]): Float32Array<ArrayBuffer>[] {
  const parts = trims.map(({ start, end }) => ({ start, end: Math.min(end, interleaved.length / count) }))
  const length = parts.reduce((sum, { start, end }) => sum + Math.max(0, end - start), 0)
  return Array.from({ length: count }, (_, c) => {
    const channel = new Float32Array(length)
    let at = 0
    for (const { start, end } of parts)
      for (let i = start; i < end; i++) channel[at++] = interleaved[i * count + c] as number
    return channel
  })
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
