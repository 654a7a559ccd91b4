import { readAnalysisInput } from '../../../../audio/analysis/analysis-input.ts'
import { partitionSong } from '../../../../audio/analysis/chunks.ts'
import { computeMelSpectrogram } from '../../../../audio/analysis/mel-spectrogram.ts'
import { computeOnsetStrength, pickOnsets } from '../../../../audio/analysis/onsets.ts'
import { decodeAudio } from '../../../../audio/decoding/decode-audio.ts'
import { openAudio } from '../../../../audio/decoding/open-audio.ts'
import type { Point } from '../../../../audio/playback/hrtf-panners.ts'
import { measureDifference, measurePeak, measureRms } from './measure.ts'
import { type ChunkSpan, computeStartSample, createNoise, type RenderStage, renderOffline } from './render-offline.ts'

// The demo song, whole, cut as the pipeline cuts it.

let loadedDemo: Promise<{ buffer: AudioBuffer; chunks: ChunkSpan[] }> | undefined

export function loadDemo() {
  loadedDemo ??= (async () => {
    const bytes = await (await fetch('/songs/founders.mp3')).arrayBuffer()
    const buffer = await decodeAudio(bytes, 'founders.mp3')
    const { samples } = readAnalysisInput({
      channels: [0, 1].map((c) => buffer.getChannelData(c)),
      sampleRate: buffer.sampleRate,
    })
    const chunks = partitionSong(
      pickOnsets(computeOnsetStrength(computeMelSpectrogram(samples))),
      buffer.duration,
      samples.length,
    )
    return { buffer, chunks }
  })()
  return loadedDemo
}

/** Played through without spatialization: how far each channel is from the file, and the worst tenth of a second. */
export async function measurePlaythrough() {
  const { buffer, chunks } = await loadDemo()
  const heard = await renderOffline({
    buffer,
    chunks,
    seconds: buffer.duration + 0.1,
    tick: 1 / 30,
    script: ({ playback }) => playback.play(),
  })
  const lead = computeStartSample(buffer.sampleRate)
  const window = Math.round(buffer.sampleRate / 10)
  let worst = -Infinity
  const channels = heard.map((x, c) => {
    const original = buffer.getChannelData(c)
    for (let from = 0; from + window <= original.length; from += window) {
      const piece = original.subarray(from, from + window)
      const error = piece.map((value, i) => (x[from + i + lead] as number) - value)
      worst = Math.max(worst, measureRms(error))
    }
    return measureDifference(original, x, lead)
  })
  return {
    chunks: chunks.length,
    channels,
    worst,
    besides: measureDifference(buffer.getChannelData(0), heard[0] as Float32Array, lead + 1),
  }
}

/** The first seconds in the room, played as a long song is: decoded piece by piece, kept in 16 bits, cut part by part. */
export async function measurePackedPlayback(seconds: number) {
  const { buffer, chunks } = await loadDemo()
  const file = await (await fetch('/songs/founders.mp3')).blob()
  const { signal } = new AbortController()
  const limits = { bufferedAudioBytes: 0 }
  const { store, fillStore: fill, source } = await openAudio(file, 'founders.mp3', signal, limits)
  await fill(signal)
  const setting = { buffer, chunks, seconds, spatial: true, script: ({ playback }: RenderStage) => playback.play() }
  const [whole] = await renderOffline(setting)
  const [packed] = await renderOffline({ ...setting, store })
  // Parts longer than can be cut at once follow each other in pieces.
  const [pieces] = await renderOffline({ ...setting, chunks: [{ start: 0, end: buffer.duration }], store })
  const [piecesWhole] = await renderOffline({ ...setting, chunks: [{ start: 0, end: buffer.duration }] })
  return {
    source,
    lengths: [store.length, buffer.length],
    packed: measureDifference(whole as Float32Array, packed as Float32Array, 0),
    pieces: measureDifference(piecesWhole as Float32Array, pieces as Float32Array, 0),
  }
}

/** Played through in a room whose boxes hang 0.8 to 4 m around the ear. */
export async function measureSpatialPlayback() {
  const { buffer, chunks } = await loadDemo()
  const next = createNoise(7)
  const places = chunks.map((): Point => {
    const [azimuth, height, distance] = [next() * Math.PI, next() * 0.6, 2.4 + 1.6 * next()]
    const flat = distance * Math.cos(height)
    return [flat * Math.sin(azimuth), distance * Math.sin(height), -flat * Math.cos(azimuth)]
  })
  const heard = await renderOffline({
    buffer,
    chunks,
    seconds: buffer.duration + 0.1,
    tick: 1 / 30,
    spatial: true,
    positionOf: (chunk) => places[chunk] as Point,
    script: ({ playback }) => playback.play(),
  })
  const level = (channels: Float32Array[]): number =>
    10 * Math.log10(channels.reduce((sum, x) => sum + 10 ** (measureRms(x) / 10), 0) / channels.length)
  const originals = [buffer.getChannelData(0), buffer.getChannelData(1)]
  return {
    heard: level(heard),
    original: level(originals),
    peak: measurePeak(heard),
    originalPeak: measurePeak(originals),
  }
}
