import type { Radians } from '../../audio/units.ts'

/** Hermite interpolation: 0 up to t = 0, 1 from t = 1 on, level at both ends; `smoothstep(0.0, 1.0, t)` of GLSL. */
export function smoothstep(t: number): number {
  const clamped = Math.min(1, Math.max(0, t))
  return clamped * clamped * (3 - 2 * clamped)
}

/** The same angle between -π and π: the shorter way around. */
export const wrapAngle = (angle: Radians): Radians => Math.atan2(Math.sin(angle), Math.cos(angle))

/** `value`, closer to `target` by at most `maxStep` (≥ 0; Infinity arrives at once). */
export const moveTowards = (value: number, target: number, maxStep: number): number =>
  value < target ? Math.min(target, value + maxStep) : Math.max(target, value - maxStep)
