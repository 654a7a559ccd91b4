import type { Seconds } from './units.ts'

/** Formats elapsed time, rounded down: 83.456 is 1:23, and with 2 digits 1:23.45. */
export function formatTime(time: Seconds, digits = 0): string {
  const unit = 10 ** digits
  // 0.29 × 100 is 28.999…, and still means 29.
  const passed = Math.floor(time * unit + 1e-6)
  const seconds = ((passed % (60 * unit)) / unit).toFixed(digits)
  return `${Math.floor(passed / (60 * unit))}:${seconds.padStart(digits > 0 ? digits + 3 : 2, '0')}`
}
