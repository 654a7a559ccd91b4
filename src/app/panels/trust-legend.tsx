import { useStore } from 'zustand'
import { HOLLOW_TRUST, SOLID_TRUST } from '../../../scenes/geometry/trust.ts'
import type { Session } from '../../session/session.ts'
import { formatPercent } from './number-format.ts'

/** As the analysis counts: a song of few chunks has fewer. */
export const describeNeighbors = (chunks: number): string => `${Math.min(12, Math.max(0, chunks - 1))} nearest in sound`

const DOUBT_STEPS = [0, 0.25, 0.5, 0.75, 1]

/** What the boxes' look means while they show their trust. */
export function TrustLegend({ session }: { session: Session }) {
  const { trustShown, song } = useStore(session.store)
  if (!trustShown || !song) return null
  return (
    <div className="trust-legend">
      <span>Neighbors kept</span>
      <span className="scale">
        ≥ {formatPercent(SOLID_TRUST)}
        {DOUBT_STEPS.map((doubt) => (
          <i key={doubt} aria-hidden="true" style={{ ['--doubt' as string]: doubt }} />
        ))}
        ≤ {formatPercent(HOLLOW_TRUST)}
      </span>
      <button type="button" aria-label="Hide trust" onClick={() => session.store.setState({ trustShown: false })}>
        Hide
      </button>
    </div>
  )
}
