import { computeBoundaries, createSegment } from '../../../../audio/playback/chunk-segments.ts'
import { createEnvelope } from '../../../../audio/playback/envelope.ts'
import { createHrtfPanner, createSoftClipper, type Point } from '../../../../audio/playback/hrtf-panners.ts'
import { createTestSong, SONG_RATE_HZ } from './test-song.ts'

/** A chunk of the test song, and where it hangs: relative to the head. */
export type PlacedChunk = { start: number; end: number; position: Point }

/** Longer than an engine takes to load its HRTF. A rendering that begins meanwhile never ends in Chromium. */
const HRTF_LOAD_MS = 1500
/** WebKit cuts off what an HRTF rings on after its source. */
const TAIL_S = 0.05

/**
 * Runs in a page of the tested engine: the test song as its boxes should sound, all chunks at their places.
 * @returns both channels one after the other, 32-bit floats in base64
 */
export async function renderExpected(chunks: PlacedChunk[]): Promise<string> {
  const first = new OfflineAudioContext(2, 1, SONG_RATE_HZ)
  const { panner } = createHrtfPanner(first, first.destination, [0, 0, -1], 1)
  await new Promise((resolve) => setTimeout(resolve, HRTF_LOAD_MS))
  const samples = createTestSong()
  const context = new OfflineAudioContext(2, samples.length, SONG_RATE_HZ)
  const buffer = new AudioBuffer({ length: samples.length, sampleRate: SONG_RATE_HZ })
  buffer.copyToChannel(samples, 0)
  const clipper = createSoftClipper(context)
  clipper.output.connect(context.destination)
  const boundaries = computeBoundaries(chunks, SONG_RATE_HZ)
  chunks.forEach(({ position }, i) => {
    const segment = createSegment(boundaries, i, SONG_RATE_HZ)
    const envelope = createEnvelope(context, segment, segment.offset)
    const source = new AudioBufferSourceNode(context, { buffer })
    source.connect(envelope).connect(createHrtfPanner(context, clipper.input, position, 1).panner)
    source.start(segment.offset, segment.offset, segment.duration + TAIL_S)
  })
  const rendered = await context.startRendering()
  // Kept until here, and with it the HRTF.
  panner.disconnect()
  const bytes = new Uint8Array(8 * samples.length)
  for (const c of [0, 1]) bytes.set(new Uint8Array(rendered.getChannelData(c).slice().buffer), 4 * c * samples.length)
  let text = ''
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768))
  return btoa(text)
}
