/** Worked by fingers: what it is best at comes first, as rows are longer than the screen, and what it cannot is left out. */
export const isHandheld = matchMedia('(pointer: coarse)').matches
