/** Share of a box's nearest neighbors in sound that it keeps: at or below this it is drawn hollow ... */
export const HOLLOW_TRUST = 0.25
/** ... at or above this in full color, and in between it fades. */
export const SOLID_TRUST = 0.75

/** Maps how often a box was touched (0 to 1) onto trust: most touched = solid, untouched = hollow. */
export const heatToTrust = (heat: number): number => HOLLOW_TRUST + heat * (SOLID_TRUST - HOLLOW_TRUST)
