import type { Seconds } from '../../audio/units.ts'
import type { PathChunk } from '../geometry/path.ts'

/** The form's life: stills of the running t-SNE, and how far they have been shown. */
export type EmbeddingAnimation = {
  /** 3 × N each, unit RMS radius, in the order they came. */
  snapshots: Float32Array[]
  /** Expected number of stills in all; the last is the Song's own positions. */
  expectedSnapshots: number
  complete: boolean
  /** Where boxes come from, 3 × N, when they do not come from the path: another form of the same sound. */
  startPositions: Float32Array | null
  /** 0 = path, 1 = the finished cloud. */
  progress: number
  /** Moves by itself until it reaches 1. */
  running: boolean
  /** It takes at least so long from 0 to 1, however fast t-SNE was. */
  duration: Seconds
}

/** A song that arrives is soon there; who asks to see its form again wants to watch. */
const ARRIVAL_DURATION_S: Seconds = 0.5
export const REPLAY_DURATION_S: Seconds = 7

export const createEmbeddingAnimation = (): EmbeddingAnimation => ({
  snapshots: [],
  expectedSnapshots: 50,
  complete: false,
  startPositions: null,
  progress: 0,
  running: false,
  duration: ARRIVAL_DURATION_S,
})

/**
 * Where the boxes of new cuts of the same sound begin: each where the box hangs now that sounds in its middle.
 * @returns 3 × N; null without old boxes
 */
export function computeMorphStart(
  { chunks: old, home }: { chunks: readonly PathChunk[]; home: Float32Array },
  chunks: readonly PathChunk[],
): Float32Array | null {
  if (old.length === 0) return null
  const origin = new Float32Array(chunks.length * 3)
  let from = 0
  chunks.forEach(({ start, end }, i) => {
    while (from < old.length - 1 && (old[from] as PathChunk).end <= (start + end) / 2) from++
    origin.set(home.subarray(from * 3, from * 3 + 3), i * 3)
  })
  return origin
}
