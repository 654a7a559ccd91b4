import { Fragment, type ReactNode, useRef } from 'react'
import { useStore } from 'zustand'
import type { Health } from '../../../protocol/health.ts'
import { type DeviceStatus, getDeviceStatus } from './device-status.ts'
import styles from './health-section.module.css'
import { fetchHealth } from './staff-api.ts'
import type { StaffContext } from './staff-context.ts'
import panel from './staff-panel.module.css'
import { usePolledQuery } from './use-polled-query.ts'

const SECOND_MS = 1000
const HEALTH_POLL_INTERVAL_MS = 5000

/** The status of this device, and of the server. */
export function HealthSection({ staffContext }: { staffContext: StaffContext }) {
  const { t } = staffContext.i18n
  const health = usePolledQuery(fetchHealth, HEALTH_POLL_INTERVAL_MS)
  return (
    <section aria-labelledby="staff-health">
      <h3 id="staff-health">{t('health.title')}</h3>
      <OwnDeviceStatus staffContext={staffContext} />
      {health && <ServerStatus i18n={staffContext.i18n} health={health} />}
    </section>
  )
}

function OwnDeviceStatus({ staffContext: { exhibitContext, i18n } }: { staffContext: StaffContext }) {
  const { t, formatInteger, formatDuration, formatMegabytes } = i18n
  const { visitController, exhibit, faults, problems, session, refusedPosts } = exhibitContext
  const { scene, song } = useStore(visitController.store)
  const lastSample = useRef({ count: 0, at: 0 })
  const measureFps = () => {
    const { count } = session.frameState.stats
    const at = performance.now()
    const fps =
      lastSample.current.at > 0 ? ((count - lastSample.current.count) * 1000) / (at - lastSample.current.at) : null
    lastSample.current = { count, at }
    return fps
  }
  const fps = usePolledQuery(measureFps, SECOND_MS) ?? null
  const storage = usePolledQuery(() => navigator.storage?.estimate().catch(() => null) ?? null, 10 * SECOND_MS)
  const refused = usePolledQuery(refusedPosts.list, SECOND_MS) ?? []
  const hasOfflineCopy = usePolledQuery(() => navigator.serviceWorker?.controller != null, 10 * SECOND_MS)
  const rows = [
    [t('health.fps'), fps === null ? '…' : formatInteger(fps)],
    [t('health.qualityStep'), formatInteger(session.frameState.stats.qualityStep)],
    [t('health.song'), findSongTitle(exhibit, song) ?? t('health.noSong')],
    [t('health.faults'), formatFaults(faults.counts(), i18n)],
    [t('health.uptime'), formatDuration(performance.now() / 1000)],
    [
      t('health.storage'),
      storage?.quota
        ? t('health.storageOf', { used: formatMegabytes(storage.usage ?? 0), all: formatMegabytes(storage.quota) })
        : '–',
    ],
    [t('health.version'), exhibit.version],
    [t('health.offlineCopy'), t(hasOfflineCopy ? 'health.copyThere' : 'health.copyMissing')],
  ] as const
  return (
    <>
      <h4>{t('health.own')}</h4>
      <dl className={styles.values}>
        <dt>{t('health.state')}</dt>
        <dd>
          {fps === null ? (
            '…'
          ) : (
            <>
              <StatusIndicator
                status={getDeviceStatus({ scene, fps, age: 0, problems: problems.list() })}
                i18n={i18n}
              />{' '}
              {formatProblems(problems.list(), i18n)}
            </>
          )}
        </dd>
        {rows.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      {refused.length > 0 && <p role="status">{t('health.refused', { posts: refused.join(', ') })}</p>}
    </>
  )
}

function ServerStatus({ i18n: { t, formatDuration }, health }: { i18n: StaffContext['i18n']; health: Health }) {
  return (
    <>
      <p className={panel.hint}>
        {t('health.server')}: {health.version}, {t('health.uptime')} {formatDuration(health.uptime)}
      </p>
      {health.reasons.map((reason) => (
        <p key={reason} lang="en">
          {reason}
        </p>
      ))}
    </>
  )
}

export const findSongTitle = ({ songs }: StaffContext['exhibitContext']['exhibit'], song: string | null) =>
  songs.find(({ key }) => key === song)?.title ?? null

/** "Picture stands still, No sound comes out" */
export const formatProblems = (problems: readonly string[], { t }: StaffContext['i18n']): string =>
  problems.map((problem) => t(`problems.${problem}`, { defaultValue: problem })).join(', ')

/** "Sound failed 2, Page reloaded 1" */
export function formatFaults(
  faults: Partial<Record<string, number>>,
  { t, formatInteger }: StaffContext['i18n'],
): string {
  const entries = Object.entries(faults).filter(([, times = 0]) => times > 0)
  if (entries.length === 0) return t('health.noFaults')
  return entries
    .map(([kind, times = 0]) => `${t(`faults.${kind}`, { defaultValue: kind })} ${formatInteger(times)}`)
    .join(', ')
}

const STATUS_SHAPES: Record<DeviceStatus, ReactNode> = {
  good: <circle cx="8" cy="8" r="6.500" />,
  slow: <path d="M8 1.500l7 13H1z" />,
  down: <path d="M3 3l10 10M13 3L3 13" stroke="currentColor" strokeWidth="3.500" />,
  silent: <path d="M2 2h12v12H2z" />,
}

export const StatusIndicator = ({ status, i18n: { t } }: { status: DeviceStatus; i18n: StaffContext['i18n'] }) => (
  <span className={styles.status} data-status={status}>
    <svg viewBox="0 0 16 16" aria-hidden="true">
      {STATUS_SHAPES[status]}
    </svg>
    {t(`health.${status}`)}
  </span>
)
