import { useStore } from 'zustand'
import type { AnalysisStage } from '../../audio/analysis/analysis-types.ts'
import { useTranslate } from '../i18n/i18n.ts'
import type { Session } from '../session/session.ts'
import styles from './analysis-progress.module.css'

/** Stages of an analysis, in order. */
const STAGES: readonly AnalysisStage[] = ['decoding', 'resampling', 'spectrum', 'onsets', 'features', 'embedding']

/** The running stage, the progress of the whole analysis, and a button that cancels it. */
export function AnalysisProgress({ session }: { session: Session }) {
  const t = useTranslate()
  const { stage, progress } = useStore(session.store)
  if (!stage) return null
  const whole = (STAGES.indexOf(stage) + progress) / STAGES.length
  return (
    <div className={styles.progress}>
      <span role="status">{t(`page.stages.${stage}`)}</span>
      <progress max={1} value={whole} aria-label={t('page.analysis')} />
      <button type="button" onClick={session.cancel}>
        {t('common.cancel')}
      </button>
    </div>
  )
}
