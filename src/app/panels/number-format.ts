/** With a real minus sign. */
export const formatSigned = (value: number, digits: number): string => value.toFixed(digits).replace('-', '−')

export const formatPercent = (share: number, digits = 0): string => `${(share * 100).toFixed(digits)} %`
