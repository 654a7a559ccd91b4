/** True on phones and tablets: what they are best at comes first, and what they cannot do is left out. */
export const isHandheld = (): boolean => matchMedia('(pointer: coarse)').matches
