import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { CLOUD_CENTER_HEIGHT_M } from './cloud.ts'
import { type FormFit, type FreeArea, fitForm, getFreeCenterX, getFreeCenterY } from './free-area.ts'
import { getPathPoint, getPathRadius, type PathCurve } from './path-curve.ts'

/** Where a shot is taken from: the whole form from the side or from above, one box before the form, the path. */
export const shotKinds = ['far', 'near', 'above', 'path'] as const

/** One shot of the film between visits. */
export type Shot = {
  kind: (typeof shotKinds)[number]
  duration: Seconds
  /** Around the heart, where the shot begins. */
  azimuth: Radians
  /** How it goes on from there, radians per second. */
  drift: number
  elevation: Radians
  /** 1: the form fills the picture. */
  zoom: number
  /** 0-1: the box, or the place on the path. */
  share: number
}

/** Place and view of a camera in the song's space. */
export type CameraPose = { x: Meters; y: Meters; z: Meters; yaw: Radians; pitch: Radians }

const MIN_DURATION_S: Seconds = 9
const MAX_DURATION_S: Seconds = 14
/** 1.2 to 3 degrees a second. */
const MIN_DRIFT_RAD_PER_S = 0.02
const MAX_DRIFT_RAD_PER_S = 0.052
/** From the box of a near shot, away from the heart. */
const NEAR_DISTANCE_M: Meters = 2.2
const NEAR_PULL_M_PER_S = 0.06
const MIN_EYE_HEIGHT_M: Meters = 0.3
const PATH_EYE_HEIGHT_M: Meters = 0.9
const PATH_SPEED_M_PER_S = 0.3
/** How far a shot along the path looks ahead of the heart, as a share of half the picture's width. */
const PATH_LEAD_SHARE = 0.4

/** Seed of a song's film: its own cuts. */
export function computeFilmSeed(boundaries: Float64Array): number {
  let seed = boundaries.length
  for (const boundary of boundaries) seed = Math.imul(seed ^ Math.round(boundary * 1e4), 0x01000193) >>> 0
  return seed
}

/** Repeatable numbers from 0 to 1: the `n`-th of shot `index`. Source: the finalizer of MurmurHash3. */
function random(seed: number, index: number, n: number): number {
  let bits = (seed + Math.imul(index * 16 + n + 1, 0x9e3779b1)) >>> 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32
}

/**
 * Writes the `index`-th shot of a song: the first shows all of it, from where the boxes that rise from their path are not seen
 * edge on; then every kind comes once in four, in the song's order.
 */
export function writeShot(seed: number, index: number, out: Shot): void {
  const round = (index + Math.floor(random(seed, 0, 0) * 4)) % 4
  const isReversed = random(seed, 0, 1) < 0.5
  out.kind = index === 0 ? 'far' : shotKinds[isReversed ? 3 - round : round]!
  out.duration = mix(MIN_DURATION_S, MAX_DURATION_S, random(seed, index, 2))
  out.azimuth = random(seed, index, 3) * 2 * Math.PI
  const direction = random(seed, index, 4) < 0.5 ? -1 : 1
  out.drift = direction * mix(MIN_DRIFT_RAD_PER_S, MAX_DRIFT_RAD_PER_S, random(seed, index, 5))
  const isAbove = out.kind === 'above'
  const [lowest, highest] = isAbove ? [0.95, 1.25] : index === 0 ? [0.45, 0.65] : [0.12, 0.4]
  out.elevation = mix(lowest, highest, random(seed, index, 6))
  out.zoom = mix(1, 1.15, random(seed, index, 7))
  out.share = random(seed, index, 8)
}

const mix = (a: number, b: number, share: number): number => a + (b - a) * share

type FilmedForm = { count: number; home: Float32Array; cloudRadius: Meters }

const heart: [x: Meters, y: Meters, z: Meters] = [0, CLOUD_CENTER_HEIGHT_M, 0]
const axes = new Float64Array(9)
const fit: FormFit = { x: 0, y: 0, distance: 0 }
const pathPoint = new Float64Array(3)

/**
 * Writes a shot's camera `time` after it began; the form is in the picture at any time.
 * @param tanX tangent of half the horizontal field of view, `tanY` of half the vertical one.
 * @param duration of the song.
 */
export function writeShotPose(
  shot: Shot,
  time: Seconds,
  form: FilmedForm,
  curve: PathCurve,
  duration: Seconds,
  tanX: number,
  tanY: number,
  area: FreeArea,
  out: CameraPose,
): void {
  heart[0] = curve.heartX
  heart[2] = curve.heartZ
  if (shot.kind === 'near' && form.count > 0) writeNearPose(shot, time, form, out)
  else if (shot.kind === 'path') writePathPose(shot, time, curve, duration, tanX, out)
  else writeWholePose(shot, time, form, curve, tanX, tanY, area, out)
}

/** The whole form and its path in the free area, from the drifting azimuth. */
function writeWholePose(
  shot: Shot,
  time: Seconds,
  { count, home, cloudRadius }: FilmedForm,
  curve: PathCurve,
  tanX: number,
  tanY: number,
  area: FreeArea,
  out: CameraPose,
): void {
  out.yaw = shot.azimuth + shot.drift * time
  out.pitch = -shot.elevation
  const [c, s, cp, sp] = [Math.cos(out.yaw), Math.sin(out.yaw), Math.cos(shot.elevation), Math.sin(shot.elevation)]
  writeTriple(axes, 0, c, 0, -s)
  writeTriple(axes, 3, -s * sp, cp, -c * sp)
  writeTriple(axes, 6, s * cp, sp, c * cp)
  fit.distance = cloudRadius * 4
  fitForm(home, count, cloudRadius, heart, axes, tanX, tanY, area, fit, getPathRadius(curve))
  const distance = fit.distance * shot.zoom
  const x = fit.x - getFreeCenterX(area) * tanX * distance
  const y = fit.y - getFreeCenterY(area) * tanY * distance
  out.x = heart[0] + axes[0]! * x + axes[3]! * y + axes[6]! * distance
  out.y = Math.max(MIN_EYE_HEIGHT_M, heart[1] + axes[1]! * x + axes[4]! * y + axes[7]! * distance)
  out.z = heart[2] + axes[2]! * x + axes[5]! * y + axes[8]! * distance
}

/** One box before the form: the eye withdraws from it slowly, away from the heart. */
function writeNearPose(shot: Shot, time: Seconds, { count, home }: FilmedForm, out: CameraPose): void {
  const j = Math.min(count - 1, Math.floor(shot.share * count)) * 3
  const dx = home[j]! - heart[0]
  const dz = home[j + 2]! - heart[2]
  const away = Math.hypot(dx, dz)
  const azimuth = (away > 0.01 ? Math.atan2(dx, dz) : shot.azimuth) + 0.3 * shot.drift * time
  const distance = away + NEAR_DISTANCE_M + NEAR_PULL_M_PER_S * time
  out.x = heart[0] + Math.sin(azimuth) * distance
  out.z = heart[2] + Math.cos(azimuth) * distance
  out.y = Math.max(0.5, mix(heart[1], home[j + 1]!, 0.7) + 0.2)
  out.yaw = azimuth
  out.pitch = Math.atan2(mix(heart[1], home[j + 1]!, 0.4) - out.y, distance)
}

/** Low above the path and along it, the form ahead at the inner side. */
function writePathPose(
  shot: Shot,
  time: Seconds,
  curve: PathCurve,
  duration: Seconds,
  tanX: number,
  out: CameraPose,
): void {
  getPathPoint(curve, shot.share * duration * curve.metersPerSecond * 0.9 + PATH_SPEED_M_PER_S * time, pathPoint)
  out.x = pathPoint[0]!
  out.y = PATH_EYE_HEIGHT_M
  out.z = pathPoint[1]!
  const dx = heart[0] - out.x
  const dz = heart[2] - out.z
  const toHeart = Math.atan2(-dx, -dz)
  // The bends of a line lead to and fro.
  const ahead = curve.layout === 'line' ? 0 : Math.sin(pathPoint[2]! - toHeart)
  out.yaw = toHeart + ahead * Math.atan(tanX * PATH_LEAD_SHARE)
  out.pitch = Math.atan2(heart[1] - out.y, Math.hypot(dx, dz))
}

function writeTriple(out: Float64Array, at: number, x: number, y: number, z: number): void {
  out[at] = x
  out[at + 1] = y
  out[at + 2] = z
}
