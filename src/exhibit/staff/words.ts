import { words } from '../page/words.ts'

/** The language the piece rests in, where the panel knows it; English otherwise. Visitors' choices do not change it. */
export function staffWords(rests: string) {
  const language = words.exists('staff.title', { lng: rests, fallbackLng: [] }) ? rests : 'en'
  const number = (digits: number) => new Intl.NumberFormat(language, { maximumFractionDigits: digits })
  const [whole, tenths] = [number(0), number(1)]
  const unit = (unit: string, digits = 0) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits })
  const [seconds, minutes, hours, days] = [unit('second'), unit('minute'), unit('hour'), unit('day')]
  return {
    language,
    direction: words.dir(language),
    t: words.getFixedT(language, null, 'staff'),
    whole: (value: number) => whole.format(value),
    tenths: (value: number) => tenths.format(value),
    /** "4 hr, 12 min"; seconds only where there is nothing larger. */
    span: (length: number): string => {
      const all = Math.round(length)
      if (all < 60) return seconds.format(all)
      const [d, h, m] = [Math.floor(all / 86_400), Math.floor(all / 3600) % 24, Math.floor(all / 60) % 60]
      const parts = [d > 0 && days.format(d), h > 0 && hours.format(h), d === 0 && m > 0 && minutes.format(m)]
      return parts.filter((part) => part !== false).join(' ')
    },
    /** "4:05" */
    clock: (length: number): string => `${Math.floor(length / 60)}:${String(Math.floor(length % 60)).padStart(2, '0')}`,
    megabytes: (bytes: number): string => unit('megabyte').format(bytes / 1e6),
  }
}
export type StaffWords = ReturnType<typeof staffWords>
