import { useStore } from 'zustand'
import { type BuiltExhibitConfig, daysOfWeek } from '../../../protocol/exhibit-config.ts'
import { useTranslate } from '../../i18n/i18n.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import styles from './closed-screen.module.css'
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
  const { hours } = exhibitContext.exhibit
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
          {hours && <OpeningHours hours={hours} language={language} />}
        </>
      )}
    </section>
  )
}

/** Any Monday, to format the names of weekdays. */
const REFERENCE_MONDAY_MS = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000

function OpeningHours({ hours, language }: { hours: NonNullable<BuiltExhibitConfig['hours']>; language: string }) {
  const t = useTranslate()
  const formatClock = (time: string) =>
    new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(
      Date.parse(`2024-01-01T${time}:00Z`),
    )
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
  const closedDays = hours.closed.map((day) => weekday.format(REFERENCE_MONDAY_MS + daysOfWeek.indexOf(day) * DAY_MS))
  return (
    <>
      <p>{t('exhibit.closed.hours', { open: formatClock(hours.open), close: formatClock(hours.close) })}</p>
      {closedDays.length > 0 && (
        <p>
          {t('exhibit.closed.days', {
            days: new Intl.ListFormat(language, { type: 'conjunction' }).format(closedDays),
          })}
        </p>
      )}
    </>
  )
}
