/** Of its nearest neighbors in sound, a box that keeps at most so many is shown as hollow ... */
export const HOLLOW_TRUST = 0.25
/** ... and one that keeps at least so many in its full color; in between it fades. */
export const SOLID_TRUST = 0.75

/** What was touched most looks like what can be trusted, what nobody touched is hollow. */
export const heatToTrust = (heat: number): number => HOLLOW_TRUST + heat * (SOLID_TRUST - HOLLOW_TRUST)
