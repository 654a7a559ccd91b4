const RIGHT_TO_LEFT = /^(ar|fa|he|ur)$/

/** Whether lines of a language begin at the right. */
export const isRightToLeft = (language: string): boolean => RIGHT_TO_LEFT.test(language)
