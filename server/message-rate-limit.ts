/** `over`: the message is dropped; `flood`: ten times the rate was exceeded, and the connection is closed. */
export type RateLimitResult = 'fine' | 'over' | 'flood'

/**
 * Limits the messages of one connection (token bucket).
 * @param rate messages or bytes per second, and the size of a burst
 * @returns a function that is called for each message with its time in milliseconds, and what it costs
 */
export function createMessageRateLimit(rate: number): (nowMs: number, cost?: number) => RateLimitResult {
  let tokens = rate
  let dropped = 0
  let lastMs = 0
  return (nowMs, cost = 1) => {
    const refill = ((nowMs - lastMs) / 1000) * rate
    tokens = Math.min(rate, tokens + refill)
    dropped = Math.max(0, dropped - refill)
    lastMs = nowMs
    if (tokens >= cost) {
      tokens -= cost
      return 'fine'
    }
    dropped += cost
    return dropped > 10 * rate ? 'flood' : 'over'
  }
}
