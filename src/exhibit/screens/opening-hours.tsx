import type { BuiltExhibitConfig } from '../../../protocol/exhibit-config.ts'
import { findNextOpening } from '../../../protocol/opening-hours.ts'
import { parseDay, readZonedTime, toNoon } from '../../../protocol/zoned-time.ts'
import { useTranslate } from '../../i18n/i18n.ts'
import { listWeekTimes, type WeekTimes } from './list-week-times.ts'
import styles from './opening-hours.module.css'

/** For the names of weekdays. */
const MONDAY = parseDay('2024-01-01')

/** The week's hours, days with the same ones together, and when the exhibit opens next. */
export function OpeningHours({ exhibit, language }: { exhibit: BuiltExhibitConfig; language: string }) {
  const t = useTranslate()
  const { hours, timeZone } = exhibit
  if (!hours) return null
  const formatClock = (time: string) =>
    new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(
      Date.parse(`2024-01-01T${time}:00Z`),
    )
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
  const formatDays = ({ first, last }: WeekTimes) => {
    const [from, to] = [first, last].map((day) => weekday.format(toNoon(MONDAY + day)))
    return first === last ? from : `${from} – ${to}`
  }
  const opening = findNextOpening(exhibit, new Date())
  const formatOpening = (date: Date) => {
    // By the exhibit's clocks, also where a browser does not know its time zone.
    const { day, minute } = readZonedTime(timeZone, date.getTime())
    return new Intl.DateTimeFormat(language, {
      ...{ weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit', timeZone: 'UTC' },
    } as Intl.DateTimeFormatOptions).format(new Date(toNoon(day).setUTCHours(0, minute)))
  }
  const week = listWeekTimes(hours)
  return (
    <>
      {week.length > 1 ? (
        <dl className={styles.week}>
          {week.map((group) => (
            <div key={group.first}>
              <dt>{formatDays(group)}</dt>
              <dd>
                {group.times
                  ? `${formatClock(group.times.open)} – ${formatClock(group.times.close)}`
                  : t('exhibit.closed.title')}
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        week[0]?.times && (
          <p>
            {t('exhibit.closed.hours', {
              open: formatClock(week[0].times.open),
              close: formatClock(week[0].times.close),
            })}
          </p>
        )
      )}
      {opening && <p>{t('exhibit.closed.next', { time: formatOpening(opening) })}</p>}
    </>
  )
}
