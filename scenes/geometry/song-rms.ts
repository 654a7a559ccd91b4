import type { PathChunk } from './path.ts'

let lastChunks: readonly PathChunk[] = []
let lastRms = 0

/** The root mean square of a song, by the levels of its chunks; 1 is a full-scale square wave. */
export function computeSongRms(chunks: readonly PathChunk[]): number {
  if (chunks === lastChunks) return lastRms
  let power = 0
  let duration = 0
  for (let i = 0; i < chunks.length; i++) {
    const { start, end, loudness } = chunks[i]!
    power += (end - start) * 10 ** (loudness / 10)
    duration += end - start
  }
  lastChunks = chunks
  lastRms = duration > 0 ? Math.sqrt(power / duration) : 0
  return lastRms
}
