import { useState } from 'react'
import type { Counts } from '../../../protocol/counts.ts'
import { formatDate } from '../../../protocol/zoned-time.ts'
import { downloadFile } from '../../shared/download.ts'
import { fetchCounts, fetchVisitsCsv } from './staff-api.ts'
import type { StaffContext } from './staff-context.ts'
import panel from './staff-panel.module.css'
import styles from './statistics-section.module.css'
import { usePolledQuery } from './use-polled-query.ts'

/** Milliseconds. */
const COUNTS_POLL_INTERVAL_MS = 10_000
/** The server's own computer reads it without a key; docs/museum.md has the command. */
const LOCAL_TABLE_URL = 'http://localhost:8080/api/visits.csv'

/** Who came, and what they touched; never who they were. */
export function StatisticsSection({ staffContext, online }: { staffContext: StaffContext; online: boolean }) {
  const { loadStatistics, touchHeatmap, i18n, exhibitContext } = staffContext
  const { t } = i18n
  const [isHeatmapOn, setHeatmapOn] = useState(touchHeatmap.isOn)
  const counts = usePolledQuery(
    () => (online ? fetchCounts() : loadStatistics().then(({ readCounts }) => readCounts())),
    COUNTS_POLL_INTERVAL_MS,
  )
  const saveCsv = async () => {
    const csv = online
      ? await fetchVisitsCsv()
      : new Blob([await (await loadStatistics()).exportCsv()], { type: 'text/csv' })
    if (csv)
      downloadFile(
        `visits ${exhibitContext.device} ${formatDate(exhibitContext.exhibit.timeZone, Date.now())}`,
        '.csv',
        csv,
      )
  }
  return (
    <section aria-labelledby="staff-counts">
      <h3 id="staff-counts">{t('counts.title')}</h3>
      {!online && <p className={panel.hint}>{t('counts.waiting')}</p>}
      {counts === null && <p>{t('counts.failed')}</p>}
      {counts && <StatisticsTotals staffContext={staffContext} counts={counts} />}
      <div className={panel.buttons}>
        <button
          type="button"
          aria-pressed={isHeatmapOn}
          disabled={!counts}
          onClick={() => {
            touchHeatmap.show(isHeatmapOn || !counts ? null : counts)
            setHeatmapOn(touchHeatmap.isOn())
          }}
        >
          {t('counts.heat')}
        </button>
        <button type="button" onClick={() => void saveCsv()}>
          {t('counts.save')}
        </button>
      </div>
      <p className={panel.hint}>{t('counts.heatNote')}</p>
      {online && <p className={panel.hint}>{t('counts.saveNote', { address: LOCAL_TABLE_URL })}</p>}
    </section>
  )
}

function StatisticsTotals({
  staffContext: { i18n, exhibitContext },
  counts,
}: {
  staffContext: StaffContext
  counts: Counts
}) {
  const { t, formatInteger, formatDuration } = i18n
  const today = formatDate(exhibitContext.exhibit.timeZone, Date.now())
  const hours = counts.hours.filter(({ hour }) => hour.startsWith(today)).sort((a, b) => (a.hour < b.hour ? -1 : 1))
  const maxVisits = Math.max(1, ...hours.map(({ visits }) => visits))
  const totals = [
    [t('counts.today'), formatInteger(hours.reduce((sum, { visits }) => sum + visits, 0))],
    [t('counts.all'), formatInteger(counts.visits)],
    [t('counts.mean'), counts.visits > 0 ? formatDuration(counts.length / counts.visits) : '–'],
  ] as const
  return (
    <>
      <dl className={styles.totals}>
        {totals.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h4>{t('counts.hours')}</h4>
      {hours.length === 0 ? (
        <p>{t('counts.noneToday')}</p>
      ) : (
        <ul className={styles.hours}>
          {hours.map(({ hour, visits }) => (
            <li key={hour}>
              <span>{t('counts.hour', { hour: hour.slice(11, 13) })}</span>
              <i className={styles.bar} style={{ inlineSize: `${(visits / maxVisits) * 100}%` }} aria-hidden="true" />
              <span>{formatInteger(visits)}</span>
            </li>
          ))}
        </ul>
      )}
      <table className={styles.songs}>
        <thead>
          <tr>
            {(['song', 'visits', 'heard', 'touches'] as const).map((name) => (
              <th key={name} scope="col">
                {t(`counts.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {exhibitContext.exhibit.songs.map(({ key, title }) => {
            const { visits = 0, seconds = 0, touched = [] } = counts.songs[key] ?? {}
            return (
              <tr key={key}>
                <th scope="row">{title}</th>
                <td>{formatInteger(visits)}</td>
                <td>{formatDuration(seconds)}</td>
                <td>{formatInteger(touched.reduce((sum, [, times]) => sum + times, 0))}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </>
  )
}
