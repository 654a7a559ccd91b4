import { translations } from '../../i18n/all-languages.ts'
import { i18n } from '../../i18n/i18n.ts'

/** The language the piece rests in, where the panel knows it; English otherwise. Visitors' choices do not change it. */
export function createStaffI18n(rests: string) {
  const language = translations[rests]?.staff ? rests : 'en'
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const unit = (unit: string) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 })
  const [seconds, minutes, hours, days] = [unit('second'), unit('minute'), unit('hour'), unit('day')]
  return {
    language,
    direction: i18n.dir(language),
    t: i18n.getFixedT(language, null, 'staff'),
    formatInteger: (value: number) => whole.format(value),
    /** "4 hr 12 min": the largest unit and the next. */
    formatDuration: (length: number): string => {
      const all = Math.round(length)
      const [d, h, m, s] = [Math.floor(all / 86_400), Math.floor(all / 3600) % 24, Math.floor(all / 60) % 60, all % 60]
      if (d > 0) return `${days.format(d)} ${hours.format(h)}`
      if (h > 0) return `${hours.format(h)} ${minutes.format(m)}`
      return m > 0 ? `${minutes.format(m)} ${seconds.format(s)}` : seconds.format(s)
    },
    /** "4:05" */
    formatClock: (length: number): string =>
      `${Math.floor(length / 60)}:${String(Math.floor(length % 60)).padStart(2, '0')}`,
    formatMegabytes: (bytes: number): string => unit('megabyte').format(bytes / 1e6),
  }
}
export type StaffI18n = ReturnType<typeof createStaffI18n>
