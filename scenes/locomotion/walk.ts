import type { Meters, Seconds } from '../../audio/units.ts'
import type { SceneContext } from '../state/scene-context.ts'
import { findChunkAt, findPathAtFeet } from './rig.ts'

/** In a longer chunk feet have a place of their own; a shorter one is heard from its beginning. */
const LONG_CHUNK_S: Seconds = 1.2
/** A step this near to the beginning of a long chunk is one onto its beginning. */
const BEGINNING_S: Seconds = 0.35
/** Of a long chunk at least this much is heard. */
const MIN_HEARD_S: Seconds = 0.5
/** Feet that have walked on by this distance and are this far from what sounds take it along. */
const FOLLOWED_M: Meters = 0.2
const MAX_DRIFT_S: Seconds = 0.6

/** Plays the chunk under the feet, from where they stand, while `isWalking`; beside the path nothing. */
export function stepWalk({ frameState, actions }: SceneContext, isWalking: boolean): void {
  const { viewer, path, boxes, playhead } = frameState
  const { walk } = viewer
  const distance = isWalking ? findPathAtFeet(frameState, walk.chunk >= 0) : -1
  const chunk = findChunkAt(frameState, distance)
  const hasStepped = chunk !== walk.chunk
  walk.chunk = chunk
  if (chunk < 0) {
    if (hasStepped) actions.leavePath()
    return
  }
  const time = distance / path.curve.metersPerSecond
  const start = boxes.boundaries[chunk]!
  const end = boxes.boundaries[chunk + 1]!
  const isLong = end - start > LONG_CHUNK_S
  const follows =
    isLong && Math.abs(distance - walk.heardFrom) > FOLLOWED_M && Math.abs(time - playhead.time) > MAX_DRIFT_S
  if (!hasStepped && !follows) return
  walk.heardFrom = distance
  actions.stepOnChunk(chunk, isLong && time - start > BEGINNING_S ? Math.min(time, end - MIN_HEARD_S) : start)
}
