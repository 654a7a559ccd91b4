import type { Seconds } from '../../audio/units.ts'
import type { PathChunk } from '../geometry/path.ts'

/** Animation of the boxes from the path into the cloud, through snapshots of the running t-SNE. */
export type EmbeddingAnimation = {
  /** 3 × N each, unit RMS radius, in order of arrival. */
  snapshots: Float32Array[]
  /** Expected number of snapshots; the last holds the Song's own positions. */
  expectedSnapshots: number
  complete: boolean
  /** 3 × N: start of the boxes if it is not the path but the cloud of another analysis of the same audio. */
  startPositions: Float32Array | null
  /** 0 = path, 1 = finished cloud. */
  progress: number
  /** Progress advances by itself until it reaches 1. */
  running: boolean
  /** Shortest time from 0 to 1. */
  duration: Seconds
}

/** A song that arrives is placed quickly; a replay is meant to be watched. */
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
 * Computes where the boxes of a new analysis of the same audio start: at the old box that sounds in their middle.
 * @returns 3 × N; null without old boxes.
 */
export function computeMorphStart(
  { chunks: oldChunks, home }: { chunks: readonly PathChunk[]; home: Float32Array },
  chunks: readonly PathChunk[],
): Float32Array | null {
  if (oldChunks.length === 0) return null
  const start = new Float32Array(chunks.length * 3)
  let from = 0
  chunks.forEach((chunk, i) => {
    while (from < oldChunks.length - 1 && oldChunks[from]!.end <= (chunk.start + chunk.end) / 2) from++
    start.set(home.subarray(from * 3, from * 3 + 3), i * 3)
  })
  return start
}
