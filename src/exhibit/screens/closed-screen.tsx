import { useStore } from 'zustand'
import { useTranslate } from '../../i18n/i18n.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import styles from './closed-screen.module.css'
import { OpeningHours } from './opening-hours.tsx'
import { RotatingText } from './rotating-text.tsx'
import veil from './veil.module.css'

/** A dim, still screen: outside opening hours, or paused by the staff. */
export function ClosedScreen({
  exhibitContext,
  languages,
  title,
}: {
  exhibitContext: ExhibitContext
  languages: readonly string[]
  title: string
}) {
  const t = useTranslate()
  const { scene, language } = useStore(exhibitContext.visitController.store)
  return (
    <section className={`${veil.veil} ${styles.closed}`} data-closed={scene === 'closed'}>
      <p className={styles.exhibitTitle}>{title}</p>
      {scene === 'paused' ? (
        <h1 className={veil.title}>
          <RotatingText translationKey="welcome.paused" languages={languages} />
        </h1>
      ) : (
        <>
          <h1 className={veil.title}>{t('exhibit.closed.title')}</h1>
          <OpeningHours exhibit={exhibitContext.exhibit} language={language} />
        </>
      )}
    </section>
  )
}
