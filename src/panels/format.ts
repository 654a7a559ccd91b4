import type { Seconds } from '../../audio/units.ts'

/** 83.4 as 1:23.40, or 1:23 with no digits. */
export function clock(time: Seconds, digits = 0): string {
  const unit = 10 ** digits
  const rounded = Math.round(time * unit) / unit
  const seconds = (rounded % 60).toFixed(digits)
  return `${Math.floor(rounded / 60)}:${seconds.padStart(digits > 0 ? digits + 3 : 2, '0')}`
}

/** With a real minus sign. */
export const signed = (value: number, digits: number): string => value.toFixed(digits).replace('-', '−')

export const percent = (share: number, digits = 0): string => `${(share * 100).toFixed(digits)} %`
