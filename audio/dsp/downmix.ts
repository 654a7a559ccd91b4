import type { Block } from '../block-stream.ts'

const SQRT_HALF = Math.SQRT1_2

/** Gains of the layouts that Web Audio mixes down itself (Web Audio API, 4.3, "Speakers"): mono, stereo, quad, 5.1. */
const layoutGains: Record<number, number[]> = {
  1: [1],
  2: [0.5, 0.5],
  4: [0.25, 0.25, 0.25, 0.25],
  6: [SQRT_HALF, SQRT_HALF, 1, 0, 0.5, 0.5],
}

/** Whether Web Audio knows what the channels are; of others it would let only the first be heard. */
export const hasSpeakerLayout = (channels: number): boolean => channels in layoutGains

/** One channel of all: as Web Audio mixes them where it knows how, else their mean. */
export function downmix(block: Block): Float32Array<ArrayBuffer> {
  const [first] = block
  if (!first) return new Float32Array(0)
  if (block.length === 1) return first
  const gains = layoutGains[block.length] ?? block.map(() => 1 / block.length)
  const mono = new Float32Array(first.length)
  block.forEach((channel, c) => {
    const gain = gains[c]!
    if (gain !== 0) for (let i = 0; i < mono.length; i++) mono[i]! += gain * channel[i]!
  })
  return mono
}
