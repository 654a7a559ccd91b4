import { useStore } from 'zustand'
import { HOLLOW_TRUST, SOLID_TRUST } from '../../../scenes/geometry/trust.ts'
import { formatPercent } from '../../../scenes/state/format-number.ts'
import { useLanguage, useTranslate } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import styles from './trust-legend.module.css'

const MAX_NEIGHBORS = 12

/** How many neighbors the analysis compares for the trust of a chunk; a song of few chunks has fewer. */
export const countNeighbors = (chunks: number): number => Math.min(MAX_NEIGHBORS, Math.max(0, chunks - 1))

const DOUBT_STEPS = [0, 0.25, 0.5, 0.75, 1]

/** Explains the look of the boxes while they show their trust. */
export function TrustLegend({ session }: { session: Session }) {
  const t = useTranslate()
  const language = useLanguage()
  const { trustShown, song } = useStore(session.store)
  if (!trustShown || !song) return null
  return (
    <div className={styles.trustLegend} data-edge="bottom">
      <span>{t('panels.trust.kept')}</span>
      <span className={styles.scale}>
        ≥ {formatPercent(SOLID_TRUST, language)}
        {DOUBT_STEPS.map((doubt) => (
          <i key={doubt} aria-hidden="true" style={{ ['--doubt' as string]: doubt }} />
        ))}
        ≤ {formatPercent(HOLLOW_TRUST, language)}
      </span>
      <button
        type="button"
        aria-label={t('panels.trust.hideLabel')}
        onClick={() => session.store.setState({ trustShown: false })}
      >
        {t('panels.trust.hide')}
      </button>
    </div>
  )
}
