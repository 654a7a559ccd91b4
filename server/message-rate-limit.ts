/**
 * How many messages one connection may send: `rate` a second, and as many at once.
 * @returns for each message, at its time in milliseconds: `fine`, `over` (it is dropped) or `flood` (ten times as many)
 */
export function createMessageRateLimit(rate: number): (now: number) => 'fine' | 'over' | 'flood' {
  let left = rate
  let over = 0
  let last = 0
  return (now) => {
    const earned = ((now - last) / 1000) * rate
    left = Math.min(rate, left + earned)
    over = Math.max(0, over - earned)
    last = now
    if (left >= 1) {
      left--
      return 'fine'
    }
    return ++over > 10 * rate ? 'flood' : 'over'
  }
}
