import { createBlobSource } from '../../../../audio/decoding/byte-source.ts'
import { decodeAudio } from '../../../../audio/decoding/decode-audio.ts'
import { openTrack } from '../../../../audio/decoding/open-track.ts'

// Runs inside a page, which has the browser's decoders.

async function decodePieces(file: Blob) {
  const track = await openTrack(createBlobSource(file), 'x', 3600)
  const blocks: Float32Array[][] = []
  for await (const block of track.decode()) blocks.push(block)
  const channels = Array.from({ length: track.channels }, (_, c) => {
    const pieces = blocks.map((block) => block[c] as Float32Array)
    const whole = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const piece of pieces) {
      whole.set(piece, at)
      at += piece.length
    }
    return whole
  })
  return { channels, sampleRate: track.sampleRate }
}

/**
 * Decodes a file with songwalk's own decoder, and with the browser's.
 * @returns both lengths, and the largest difference of two samples at the same position
 */
export async function compareDecoders(url: string) {
  const bytes = await (await fetch(url)).arrayBuffer()
  const streamed = await decodePieces(new Blob([bytes]))
  const whole = await decodeAudio(bytes, url)
  let worst = 0
  streamed.channels.forEach((channel, c) => {
    const other = whole.getChannelData(c)
    const length = Math.min(channel.length, other.length)
    for (let i = 0; i < length; i++) worst = Math.max(worst, Math.abs((channel[i] as number) - (other[i] as number)))
  })
  return {
    rates: [streamed.sampleRate, whole.sampleRate],
    channels: [streamed.channels.length, whole.numberOfChannels],
    lengths: [streamed.channels[0]?.length ?? 0, whole.length],
    worst,
  }
}

/** Repeatable numbers in [0, 1). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/**
 * Damages files and decodes them both ways.
 * @returns the number of files that gave sound, and every result that was neither sound nor an error sentence
 */
export async function fuzzDecoders(urls: string[], runs: number) {
  const originals = await Promise.all(urls.map(async (url) => (await fetch(url)).arrayBuffer()))
  const next = createRandom(11)
  const wrong: string[] = []
  let sounded = 0
  for (let run = 0; run < runs; run++) {
    const original = new Uint8Array(originals[run % urls.length] as ArrayBuffer)
    const bytes = next() < 0.1 ? new Uint8Array(3000) : original.slice(0, Math.ceil(original.length * (0.2 + next())))
    const changes = Math.floor(next() * 30)
    for (let i = 0; i < changes; i++) bytes[Math.floor(next() ** 3 * bytes.length)] = Math.floor(next() * 256)
    const what = `run ${run}, ${urls[run % urls.length]}`
    try {
      const buffer = await decodeAudio(bytes.slice().buffer, 'x')
      sounded++
      for (let c = 0; c < buffer.numberOfChannels; c++)
        if (!buffer.getChannelData(c).every(Number.isFinite)) wrong.push(`${what}: not finite`)
    } catch (error) {
      if ((error as Error).name !== 'SongError') wrong.push(`${what}: ${error}`)
    }
    // Thrown errors become sentences elsewhere; decoding must end, and give only numbers.
    const streamed = await decodePieces(new Blob([bytes])).catch(() => undefined)
    if (streamed && !streamed.channels.every((channel) => channel.every(Number.isFinite)))
      wrong.push(`${what}: stream not finite`)
  }
  return { sounded, wrong }
}
