import type { Seconds } from '../../audio/units.ts'
import { placeCloud } from '../geometry/cloud.ts'
import { smoothstep } from '../geometry/math.ts'
import type { PathCurve } from '../geometry/path-curve.ts'
import { REPLAY_DURATION_S } from '../state/embedding-animation.ts'
import type { BoxesState, FrameState } from '../state/frame-state.ts'
import { settleEdges, updateSettling } from '../state/settling.ts'

/** Boxes leave the path one after the other: the last starts at this share of the progress. */
const STAGGER_SHARE = 0.45
/** Boxes take at least this long to where they hang, once t-SNE has ended. */
const SETTLING_TIME_S: Seconds = 0.8

/** Moves the boxes from the path into the cloud, through the snapshots of t-SNE. */
export function stepEmbeddingAnimation({ boxes, path, viewer }: FrameState, dt: Seconds): void {
  const { embedding, home } = boxes
  const { snapshots, complete } = embedding
  const start = embedding.startPositions ?? path.floorPath.center
  if (embedding.running) advanceProgress(boxes, viewer.reducedMotion, dt)
  const last = snapshots.length - 1
  settle(boxes, viewer.reducedMotion, dt)
  const finished = complete && boxes.settling.progress >= 1
  if (finished && boxes.settling.atRest === snapshots[last]) return
  boxes.settling.atRest = null
  if (last < 0) {
    home.set(start)
    return
  }
  const cursor = Math.min(last, embedding.progress * (complete ? last : embedding.expectedSnapshots))
  const before = snapshots[Math.floor(cursor)]!
  const after = snapshots[Math.min(last, Math.floor(cursor) + 1)]!
  const mix = cursor - Math.floor(cursor)
  for (let j = 0; j < boxes.count * 3; j++) home[j] = before[j]! * (1 - mix) + after[j]! * mix
  placeCloud(home, boxes.cloudRadius, home, path.curve)
  if (complete) addSettling(boxes, snapshots[last]!, path.curve)
  settleEdges(boxes)
  if (finished) boxes.settling.atRest = after
  if (embedding.progress < 1) leavePath(boxes, start)
}

function advanceProgress({ embedding }: BoxesState, reducedMotion: boolean, dt: Seconds): void {
  // Reduced motion skips the arrival of a song; a replay was asked for and still runs.
  const skipped = reducedMotion && embedding.duration < REPLAY_DURATION_S
  const wanted = skipped ? 1 : embedding.progress + dt / embedding.duration
  // Never ahead of the snapshots that t-SNE has sent.
  const known = embedding.complete ? 1 : (embedding.snapshots.length - 1) / embedding.expectedSnapshots
  embedding.progress = Math.max(embedding.progress, Math.min(wanted, known, 1))
}

/** The song's form settles while its boxes arrive in it, smoothly even if t-SNE ends late in that. */
function settle({ embedding, settling }: BoxesState, reducedMotion: boolean, dt: Seconds): void {
  const target = embedding.complete ? smoothstep(embedding.progress) : 0
  const eased = embedding.running && !reducedMotion ? settling.progress + dt / SETTLING_TIME_S : target
  settling.progress = Math.min(target, eased)
  if (embedding.progress >= 1 && (settling.progress >= 1 || !embedding.complete)) embedding.running = false
}

function addSettling(boxes: BoxesState, snapshot: Float32Array, curve: PathCurve): void {
  const { home, settling } = boxes
  updateSettling(boxes, snapshot, curve)
  for (let j = 0; j < boxes.count * 3; j++) home[j] = home[j]! + settling.offset[j]! * settling.progress
}

/** Interpolates each box between its start and its position in the cloud, staggered by time in the song. */
function leavePath({ embedding, home, count }: BoxesState, start: Float32Array): void {
  for (let i = 0; i < count; i++) {
    const share = smoothstep((embedding.progress - (STAGGER_SHARE * i) / count) / (1 - STAGGER_SHARE))
    for (let j = i * 3; j < i * 3 + 3; j++) {
      const from = start[j]!
      home[j] = from + (home[j]! - from) * share
    }
  }
}
