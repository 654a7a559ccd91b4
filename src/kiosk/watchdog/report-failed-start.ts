import type { FaultCounter } from '../fault-counter.ts'
import { postHeartbeat } from '../post-heartbeat.ts'
import { readIdentity } from '../read-identity.ts'
import { canDraw } from './can-draw.ts'
import { readTimeouts } from './timeouts.ts'

/** Heartbeats of a page that has not started: they tell why, until it is reloaded. */
export function reportFailedStart(faults: FaultCounter): void {
  const problem = canDraw() ? 'not-started' : 'no-webgl'
  const send = () =>
    void postHeartbeat({
      ...readIdentity(),
      version: '',
      scene: 'attract',
      song: null,
      fps: 0,
      qualityStep: 0,
      refused: [],
      ...{ missingChannels: 0, headset: null, battery: null, volume: null, muted: false },
      problems: [problem],
      faults: faults.counts(),
    })
  send()
  setInterval(send, readTimeouts().heartbeatIntervalMs)
}
