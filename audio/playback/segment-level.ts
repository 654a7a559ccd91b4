import type { Segment } from './chunk-segments.ts'
import type { SampleStore } from './sample-store.ts'

/** The root mean square of all channels of a segment with its fades, without its gain; 0 for silence. */
export function measureSegmentRms(store: SampleStore, { offset, duration, fadeIn, fadeOut }: Segment): number {
  const from = Math.round(offset * store.sampleRate)
  const length = Math.min(store.length - from, Math.round(Math.min(duration * store.sampleRate, store.maxSliceLength)))
  if (!(from >= 0 && length > 0)) return 0
  const { buffer, startSample } = store.slice(from, from + length)
  let power = 0
  for (let c = 0; c < buffer.numberOfChannels; c++) {
    const samples = buffer.getChannelData(c)
    for (let i = 0; i < length; i++) {
      const time = i / store.sampleRate
      const fade = Math.min(1, fadeIn > 0 ? time / fadeIn : 1, fadeOut > 0 ? (duration - time) / fadeOut : 1)
      power += ((samples[from - startSample + i] ?? 0) * Math.max(0, fade)) ** 2
    }
  }
  return Math.sqrt(power / (length * buffer.numberOfChannels))
}
