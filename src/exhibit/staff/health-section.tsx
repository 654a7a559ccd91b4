import { Fragment, type ReactNode, useRef } from 'react'
import { useStore } from 'zustand'
import { type Lamp, lampOf } from './device-status.ts'
import { type Health, readHealth } from './staff-api.ts'
import type { Desk } from './staff-context.ts'
import { useEvery } from './use-polling.ts'

/** Milliseconds. */
const SECOND = 1000
const HEALTH = 5000

/** How this device is, and all others, as far as the server knows. */
export function HealthPart({ desk }: { desk: Desk }) {
  const { t } = desk.words
  const health = useEvery(readHealth, HEALTH)
  return (
    <section aria-labelledby="staff-health">
      <h3 id="staff-health">{t('health.title')}</h3>
      <Own desk={desk} />
      {health && <Devices desk={desk} health={health} />}
    </section>
  )
}

function Own({ desk: { piece, words } }: { desk: Desk }) {
  const { t, whole, span, megabytes } = words
  const { flow, exhibit, faults, session } = piece
  const { scene, song } = useStore(flow.store)
  const drawn = useRef({ count: 0, at: 0 })
  const measure = () => {
    const { count } = session.live.frame
    const at = performance.now()
    const fps = drawn.current.at > 0 ? ((count - drawn.current.count) * 1000) / (at - drawn.current.at) : null
    drawn.current = { count, at }
    return fps
  }
  const fps = useEvery(measure, SECOND) ?? null
  const storage = useEvery(() => navigator.storage?.estimate().catch(() => null) ?? null, 10 * SECOND)
  const kept = useEvery(() => navigator.serviceWorker?.controller != null, 10 * SECOND)
  const rows = [
    [t('health.fps'), fps === null ? '…' : whole(fps)],
    [t('health.song'), titleOf(exhibit, song) ?? t('health.noSong')],
    [t('health.faults'), faultsIn(faults.counts(), words)],
    [t('health.uptime'), span(performance.now() / 1000)],
    [
      t('health.storage'),
      storage?.quota
        ? t('health.storageOf', { used: megabytes(storage.usage ?? 0), all: megabytes(storage.quota) })
        : '–',
    ],
    [t('health.version'), exhibit.version],
    [t('health.offlineCopy'), t(kept ? 'health.copyThere' : 'health.copyMissing')],
  ] as const
  return (
    <>
      <h4>{t('health.own')}</h4>
      <dl>
        <dt>{t('health.state')}</dt>
        <dd>{fps === null ? '…' : <LampLine lamp={lampOf({ scene, fps, age: 0 })} words={words} />}</dd>
        {rows.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
    </>
  )
}

function Devices({ desk: { piece, words }, health }: { desk: Desk; health: Health }) {
  const { t, whole, span } = words
  return (
    <>
      <h4>{t('health.devices')}</h4>
      {health.clients.length === 0 && <p>{t('health.nobody')}</p>}
      <ul className="devices">
        {health.clients.map(({ device, role, scene, song, fps, faults, lastHeartbeat: age }) => (
          <li key={`${role} ${device}`}>
            <LampLine lamp={lampOf({ scene: role === 'piece' ? scene : 'closed', fps, age })} words={words} />
            <strong>{device}</strong>
            {role !== 'piece' && <span>{t('health.spectator')}</span>}
            <span>{t('health.ago', { time: span(age) })}</span>
            <span>
              {t('health.fps')}: {whole(fps)}
            </span>
            {titleOf(piece.exhibit, song) && <span>{titleOf(piece.exhibit, song)}</span>}
            <span>
              {t('health.faults')}: {faultsIn(faults, words)}
            </span>
          </li>
        ))}
      </ul>
      <p className="note">
        {t('health.server')}: {health.version}, {t('health.uptime')} {span(health.uptime)}
      </p>
      {health.reasons.map((reason) => (
        <p key={reason} lang="en">
          {reason}
        </p>
      ))}
    </>
  )
}

const titleOf = ({ songs }: Desk['piece']['exhibit'], song: string | null) =>
  songs.find(({ key }) => key === song)?.title ?? null

/** "Sound failed 2, Page reloaded 1" */
function faultsIn(faults: Partial<Record<string, number>>, { t, whole }: Desk['words']): string {
  const all = Object.entries(faults).filter(([, times = 0]) => times > 0)
  if (all.length === 0) return t('health.noFaults')
  return all.map(([kind, times = 0]) => `${t(`faults.${kind}`, { defaultValue: kind })} ${whole(times)}`).join(', ')
}

/** A circle is well, a triangle is slow, a square is silent. */
const SHAPES: Record<Lamp, ReactNode> = {
  good: <circle cx="8" cy="8" r="6.500" />,
  slow: <path d="M8 1.500l7 13H1z" />,
  silent: <path d="M2 2h12v12H2z" />,
}

const LampLine = ({ lamp, words: { t } }: { lamp: Lamp; words: Desk['words'] }) => (
  <span className={`lamp ${lamp}`}>
    <svg viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[lamp]}
    </svg>
    {t(`health.${lamp}`)}
  </span>
)
