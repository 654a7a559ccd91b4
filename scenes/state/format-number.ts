const numberFormats = new Map<string, Intl.NumberFormat>()

/** Constructing a format takes longer than using it: one for each language and number of digits. */
function getNumberFormat(language: string, style: 'decimal' | 'percent', digits?: number): Intl.NumberFormat {
  const key = `${language} ${style} ${digits}`
  const known = numberFormats.get(key)
  if (known) return known
  const fixed = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }
  const created = new Intl.NumberFormat(language, { style, ...fixed })
  numberFormats.set(key, created)
  return created
}

/** A number with `digits` decimals (default: up to three) and a real minus sign; SI symbols are the same everywhere. */
export const formatNumber = (value: number, language: string, digits?: number): string =>
  getNumberFormat(language, 'decimal', digits).format(value).replace('-', '−')

/** A share, 0-1, in percent. */
export const formatPercent = (share: number, language: string, digits = 0): string =>
  getNumberFormat(language, 'percent', digits).format(share)
