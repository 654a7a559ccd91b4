import '../../i18n/exhibit-languages.ts'
import { i18n } from '../../i18n/i18n.ts'

/**
 * Texts in the exhibit's first language, or in English if the panel lacks it. The visitor's language does not change
 * them.
 */
export function createStaffI18n(defaultLanguage: string) {
  const language = i18n.exists('staff.title', { lng: defaultLanguage, fallbackLng: [] }) ? defaultLanguage : 'en'
  const integerFormat = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const percentFormat = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  const createUnitFormat = (unit: string) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits: 0,
    })
  const [seconds, minutes, hours, days] = [
    createUnitFormat('second'),
    createUnitFormat('minute'),
    createUnitFormat('hour'),
    createUnitFormat('day'),
  ]
  return {
    language,
    direction: i18n.dir(language),
    t: i18n.getFixedT(language, null, 'staff'),
    formatInteger: (value: number) => integerFormat.format(value),
    /** @param share from 0 to 1 */
    formatPercent: (share: number) => percentFormat.format(share),
    /** "4 hr 12 min": the largest unit and the next. */
    formatDuration: (lengthS: number): string => {
      const totalS = Math.round(lengthS)
      const [d, h, m, s] = [
        Math.floor(totalS / 86_400),
        Math.floor(totalS / 3600) % 24,
        Math.floor(totalS / 60) % 60,
        totalS % 60,
      ]
      if (d > 0) return `${days.format(d)} ${hours.format(h)}`
      if (h > 0) return `${hours.format(h)} ${minutes.format(m)}`
      return m > 0 ? `${minutes.format(m)} ${seconds.format(s)}` : seconds.format(s)
    },
    formatMegabytes: (bytes: number): string => createUnitFormat('megabyte').format(bytes / 1e6),
  }
}
export type StaffI18n = ReturnType<typeof createStaffI18n>
