/**
 * Replaces what uikit's font lacks in localized numbers: spaces such as U+00A0 become a plain space, and direction marks
 * are removed.
 */
export const replaceMissingGlyphs = (text: string): string => text.replace(/\p{Zs}/gu, ' ').replace(/\p{Cf}/gu, '')
