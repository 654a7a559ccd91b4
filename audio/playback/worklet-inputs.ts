// What the page and the processors of voices agree on.

/** A segment has an input from when it is scheduled until it has rung out. */
export const INPUTS_PER_BUS = 16
/** Song first, then picks. */
export const INPUTS = 2 * INPUTS_PER_BUS

/** AudioParams of an input: coordinates relative to the head and the edge of its box, meters. */
export type InputParameter = 'x' | 'y' | 'z' | 'size'
export const nameParameter = (axis: InputParameter, input: number): string => `${axis}${input}`

/** Three of each input, in the order of a mixer's positions. */
export const PARAMETER_NAMES: readonly string[] = Array.from({ length: INPUTS }, (_, input) =>
  (['x', 'y', 'z'] as const).map((axis) => nameParameter(axis, input)),
).flat()
