import type { Pcm } from './pcm.ts'

/**
 * The mean of all channels, as librosa.to_mono.
 * @returns one sample per frame of the input, same sample rate; a single channel comes back as it is, not copied.
 */
export function mixToMono({ channels }: Pcm): Float32Array<ArrayBuffer> {
  const [first] = channels
  if (!first) return new Float32Array(0)
  if (channels.length === 1) return first
  const mono = first.slice()
  for (const channel of channels.slice(1, -1))
    for (let i = 0; i < mono.length; i++) mono[i] = (mono[i] as number) + (channel[i] as number)
  const last = channels.at(-1) as Float32Array
  const gain = 1 / channels.length
  for (let i = 0; i < mono.length; i++) mono[i] = ((mono[i] as number) + (last[i] as number)) * gain
  return mono
}
