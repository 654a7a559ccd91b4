/** Of its nearest neighbors in sound, a box that keeps at most so many is shown as hollow ... */
export const DOUBTED = 0.25
/** ... and one that keeps at least so many in its full color; in between it fades. */
export const TRUSTED = 0.75

/** What was touched most looks like what can be trusted, what nobody touched is hollow. */
export const trustLookOfHeat = (heat: number): number => DOUBTED + heat * (TRUSTED - DOUBTED)
