/**
 * Passes a message if it is new and the last one is at least `gap` old; messages in between are dropped.
 * @returns the message to show now, or null
 */
export function createMessageThrottle(gap: number): (message: string | null, now: number) => string | null {
  let said: string | null = null
  let at = Number.NEGATIVE_INFINITY
  return (message, now) => {
    if (message === null || message === said || now - at < gap) return null
    said = message
    at = now
    return message
  }
}
