import { Vector3 } from 'three'
import { findInterval } from '../../audio/find-interval.ts'
import type { Meters } from '../../audio/units.ts'
import { computeLoudnessShares } from '../geometry/loudness-shares.ts'
import type { BoxesState, FrameState } from '../state/frame-state.ts'
import { LightEnd } from './light-end.ts'
import type { LightStrokes } from './light-strokes.ts'

/** Strokes of the mark: stretches of the song, equally long in time. */
export const MARK_STROKES = 13
const SPACING_M: Meters = 0.0042
const STROKE_RADIUS_M: Meters = 0.0022
const MIN_HEIGHT_M: Meters = 0.004
const MAX_HEIGHT_M: Meters = 0.018

const right = new Vector3()
const up = new Vector3()
const center = new Vector3()
const toMark = new Vector3()
const top = new LightEnd()
const foot = new LightEnd()
const color = new Float32Array(3)
const strokeChunks = new Int32Array(MARK_STROKES)
const loudness = new Float32Array(MARK_STROKES)
let generation = -1

/** Finds the chunk in the middle of each stretch; read again when the song changes. */
function readStretches({ boundaries, chunks, count, generation: current }: BoxesState): void {
  if (generation === current) return
  generation = current
  for (let k = 0; k < MARK_STROKES; k++) {
    const chunk = findInterval(boundaries, ((k + 0.5) / MARK_STROKES) * (boundaries[count] ?? 0))
    strokeChunks[k] = count > 0 ? chunk : -1
    loudness[k] = chunks[chunk]?.loudness ?? 0
  }
  const shares = computeLoudnessShares(loudness)
  loudness.set(shares)
}

/**
 * The folded panel: the song in small, a stroke for each thirteenth, as high as it is loud, in its color, bright up to the
 * playhead.
 * @param head position of the eyes, in the space of `strokes`
 */
export function drawPanelMark(strokes: LightStrokes, { panel, boxes, playhead, ar }: FrameState, head: Vector3): void {
  const shown = 1 - panel.unfolded
  if (shown === 0 || !panel.present) return
  const { boundaries, colors, count } = boxes
  readStretches(boxes)
  // Before a bright room faint light would be pale.
  const unplayed = 0.42 + 0.5 * Math.min(1, ar.daylight)
  const size = panel.looked ? 1.35 : 1
  center.set(panel.mark.x, panel.mark.y, panel.mark.z)
  // Faces the eyes, upright.
  toMark.copy(center).sub(head)
  right.set(-toMark.z, 0, toMark.x).normalize()
  up.crossVectors(right, toMark).normalize()
  const duration = boundaries[count] ?? 0
  for (let k = 0; k < MARK_STROKES; k++) {
    const time = ((k + 0.5) / MARK_STROKES) * duration
    const chunk = strokeChunks[k]!
    const height = MIN_HEIGHT_M + (MAX_HEIGHT_M - MIN_HEIGHT_M) * (chunk < 0 ? 0 : loudness[k]!)
    for (let c = 0; c < 3; c++) color[c] = chunk < 0 ? 0.6 : 0.1 + 0.9 * colors[chunk * 3 + c]!
    const strength = shown * (time <= playhead.time ? 1.1 : unplayed) * (panel.looked ? 1.5 : 1)
    top.place.copy(center).addScaledVector(right, (k - (MARK_STROKES - 1) / 2) * SPACING_M * size)
    foot.place.copy(top.place).addScaledVector(up, (-height / 2) * size)
    top.place.addScaledVector(up, (height / 2) * size)
    const radius = STROKE_RADIUS_M * size
    strokes.addStroke(foot.give(radius, strength), top.give(radius, strength), color)
  }
}
