import { useStore } from 'zustand'
import { computeWholeProgress } from '../../scenes/state/analysis-progress.ts'
import { useTranslate } from '../i18n/i18n.ts'
import type { Session } from '../session/session.ts'
import styles from './analysis-progress.module.css'

/** The running stage, the progress of the whole analysis, and a button that cancels it. */
export function AnalysisProgress({ session }: { session: Session }) {
  const t = useTranslate()
  const { stage, progress } = useStore(session.store)
  if (!stage) return null
  return (
    <div className={styles.progress}>
      <span role="status">{t(`page.stages.${stage}`)}</span>
      <progress max={1} value={computeWholeProgress(stage, progress)} aria-label={t('page.analysis')} />
      <button type="button" onClick={session.cancel}>
        {t('common.cancel')}
      </button>
    </div>
  )
}
