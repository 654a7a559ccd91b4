import { useTranslate } from '../../i18n/i18n.ts'
import styles from './ending-screen.module.css'
import veil from './veil.module.css'

/** Ends a visit that has a time limit. */
export function EndingScreen() {
  const t = useTranslate()
  return (
    <section className={`${veil.veil} ${styles.ending}`}>
      <h1 className={veil.title}>{t('exhibit.ending.title')}</h1>
      <p className={veil.text}>{t('exhibit.ending.line')}</p>
    </section>
  )
}
