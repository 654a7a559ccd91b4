import type { Seconds } from '../../audio/units.ts'

/** 83.456 as 1:23.45, or 1:23 with no digits: what has passed, never rounded up. */
export function formatTime(time: Seconds, digits = 0): string {
  const unit = 10 ** digits
  // A hair more, so that 0.29 × 100 is 29.
  const passed = Math.floor(time * unit + 1e-6)
  const seconds = ((passed % (60 * unit)) / unit).toFixed(digits)
  return `${Math.floor(passed / (60 * unit))}:${seconds.padStart(digits > 0 ? digits + 3 : 2, '0')}`
}
