import { useState } from 'react'
import { type Counts, formatHour } from '../../../protocol/counts.ts'
import { downloadFile } from '../../shared/download.ts'
import { fetchCounts, fetchVisitsCsv } from './staff-api.ts'
import type { StaffContext } from './staff-context.ts'
import { usePolling } from './use-polling.ts'

/** Milliseconds. */
const COUNTS_POLL_INTERVAL_MS = 10_000

/** Who came, and what they touched; never who they were. */
export function StatisticsSection({ staffContext: desk, online }: { staffContext: StaffContext; online: boolean }) {
  const { statistics: counting, touchHeatmap: heat, i18n: words, exhibitContext: piece } = desk
  const { t } = words
  const [warm, setWarm] = useState(heat.isOn)
  const counts = usePolling(() => (online ? fetchCounts() : counting.readCounts()), COUNTS_POLL_INTERVAL_MS)
  const save = async () => {
    const table = online ? await fetchVisitsCsv() : new Blob([await counting.exportCsv()], { type: 'text/csv' })
    if (table) downloadFile(`visits ${piece.device} ${formatHour(Date.now()).slice(0, 10)}`, '.csv', table)
  }
  return (
    <section aria-labelledby="staff-counts">
      <h3 id="staff-counts">{t('counts.title')}</h3>
      {!online && <p className="note">{t('counts.waiting')}</p>}
      {counts === null && <p>{t('counts.failed')}</p>}
      {counts && <StatisticsTotals staffContext={desk} counts={counts} />}
      <div className="buttons">
        <button
          type="button"
          aria-pressed={warm}
          disabled={!counts}
          onClick={() => {
            heat.show(warm || !counts ? null : counts)
            setWarm(heat.isOn())
          }}
        >
          {t('counts.heat')}
        </button>
        <button type="button" onClick={() => void save()}>
          {t('counts.save')}
        </button>
      </div>
      <p className="note">{t('counts.heatNote')}</p>
    </section>
  )
}

function StatisticsTotals({
  staffContext: { i18n: words, exhibitContext: piece },
  counts,
}: {
  staffContext: StaffContext
  counts: Counts
}) {
  const { t, formatInteger: whole, formatDuration: span } = words
  const today = formatHour(Date.now()).slice(0, 10)
  const hours = counts.hours.filter(({ hour }) => hour.startsWith(today)).sort((a, b) => (a.hour < b.hour ? -1 : 1))
  const most = Math.max(1, ...hours.map(({ visits }) => visits))
  const sums = [
    [t('counts.today'), whole(hours.reduce((sum, { visits }) => sum + visits, 0))],
    [t('counts.all'), whole(counts.visits)],
    [t('counts.mean'), counts.visits > 0 ? span(counts.length / counts.visits) : '–'],
  ] as const
  return (
    <>
      <dl className="sums">
        {sums.map(([name, value]) => (
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
        <ul className="hours">
          {hours.map(({ hour, visits }) => (
            <li key={hour}>
              <span>{t('counts.hour', { hour: hour.slice(11, 13) })}</span>
              <i style={{ inlineSize: `${(visits / most) * 100}%` }} aria-hidden="true" />
              <span>{whole(visits)}</span>
            </li>
          ))}
        </ul>
      )}
      <table>
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
          {piece.exhibit.songs.map(({ key, title }) => {
            const { visits = 0, seconds = 0, touched = [] } = counts.songs[key] ?? {}
            return (
              <tr key={key}>
                <th scope="row">{title}</th>
                <td>{whole(visits)}</td>
                <td>{span(seconds)}</td>
                <td>{whole(touched.reduce((sum, [, times]) => sum + times, 0))}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </>
  )
}
