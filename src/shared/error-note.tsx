import { useStore } from 'zustand'
import { useTranslate } from '../i18n/i18n.ts'
import type { Session } from '../session/session.ts'
import styles from './error-note.module.css'

/** The error sentence, until it is closed or the next song is opened. */
export function ErrorNote({ session }: { session: Session }) {
  const t = useTranslate()
  const error = useStore(session.store, (state) => state.error)
  if (error === null) return null
  return (
    <div className={styles.errorNote} role="alert">
      <p>{error}</p>
      <button type="button" onClick={() => session.setError(null)}>
        {t('common.close')}
      </button>
    </div>
  )
}
