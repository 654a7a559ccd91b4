/** Pointer that was used last; origin and unit direction in the room. */
export type ActivePointer = {
  kind: 'controller' | 'hand' | 'gaze' | 'mouse' | 'touch' | null
  hand: 'left' | 'right' | 'none'
  origin: [number, number, number]
  direction: [number, number, number]
  /** -1: none. */
  chunk: number
}

export const createActivePointer = (): ActivePointer => ({
  kind: null,
  hand: 'none',
  origin: [0, 0, 0],
  direction: [0, 0, -1],
  chunk: -1,
})
