/**
 * Finds the interval that contains `value` by bisection.
 * @param boundaries N + 1 ascending numbers around N intervals; interval i is [boundaries[i], boundaries[i + 1]).
 * @returns 0 to N - 1; values outside belong to the first or last interval. 0 without intervals.
 */
export function findInterval(boundaries: ArrayLike<number>, value: number): number {
  let low = 0
  let high = boundaries.length - 2
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (boundaries[middle]! <= value) low = middle
    else high = middle - 1
  }
  return low
}
