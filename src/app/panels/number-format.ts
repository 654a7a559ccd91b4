/** With a real minus sign. */
export const signed = (value: number, digits: number): string => value.toFixed(digits).replace('-', '−')

export const percent = (share: number, digits = 0): string => `${(share * 100).toFixed(digits)} %`
