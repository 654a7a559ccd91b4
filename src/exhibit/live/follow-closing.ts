import type { HeartbeatAnswer } from '../../../protocol/health.ts'
import type { VisitController } from '../exhibit-context.ts'

/**
 * Follows what the server remembers of the end of the day, which outlives the browser.
 * @returns gets each answer to a heartbeat
 */
export function createClosingFollower({
  store,
  dispatch,
}: VisitController): (answer: Partial<HeartbeatAnswer>) => void {
  let wasClosed = false
  return ({ closed = wasClosed }) => {
    const { scene } = store.getState()
    if (closed && !wasClosed && scene !== 'closed') dispatch({ type: 'staffClose' })
    // A page that the staff has opened or paused itself stays as it is.
    if (!closed && wasClosed && scene === 'closed') dispatch({ type: 'staffResume' })
    wasClosed = closed
  }
}
