import { useState } from 'react'
import type { DeviceCommand } from '../../../protocol/device-commands.ts'
import type { Health } from '../../../protocol/health.ts'
import { DeviceCard } from './device-card.tsx'
import styles from './devices-section.module.css'
import { KnownDevicesList } from './known-devices-list.tsx'
import { endStaffSession, fetchHealth, sendCommand, tryAlarm } from './staff-api.ts'
import type { StaffContext } from './staff-context.ts'
import panel from './staff-panel.module.css'
import { useDevicePictures } from './use-device-pictures.ts'
import { usePolledQuery } from './use-polled-query.ts'

/** Devices tell of a command that they have followed within a second. */
const HEALTH_POLL_INTERVAL_MS = 2000

/** First what can be commanded, at last second screens. */
const rankClient = ({ role, connected }: Health['clients'][number]): number =>
  (role === 'piece' ? 0 : 2) + (connected ? 0 : 1)

/** All devices of the exhibit: what each shows and does, and what it can be told from here. */
export function DevicesSection({ staffContext }: { staffContext: StaffContext }) {
  const { i18n, exhibitContext } = staffContext
  const { t, formatInteger } = i18n
  const health = usePolledQuery(fetchHealth, HEALTH_POLL_INTERVAL_MS)
  const [message, setMessage] = useState('')
  const { pictures, request } = useDevicePictures()
  const clients = (health?.clients ?? []).toSorted((a, b) => rankClient(a) - rankClient(b))
  const pieces = clients.filter(({ role, connected }) => role === 'piece' && connected).map(({ device }) => device)

  const command = async (device: string, what: DeviceCommand) => {
    const reached = await sendCommand(device, what)
    const devices = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(
      reached && reached.length > 0 ? reached : [device === 'all' ? t('health.devices') : device],
    )
    setMessage(t(reached && reached.length > 0 ? 'devices.sent' : 'devices.notReached', { devices }))
    // The page of this panel is about to end.
    if (what.do === 'restart' && reached?.includes(exhibitContext.device)) void endStaffSession()
  }
  const sendTestAlarm = async () => {
    const { problem } = await tryAlarm()
    if (problem === 'none') setMessage(t('devices.alarmNone'))
    else setMessage(problem === null ? t('devices.alarmSent') : t('devices.alarmFailed', { problem }))
  }
  return (
    <section aria-labelledby="staff-devices" className={styles.section}>
      <h3 id="staff-devices">{t('health.devices')}</h3>
      <div className={panel.buttons}>
        <button type="button" disabled={pieces.length === 0} onClick={() => void command('all', { do: 'next' })}>
          {t('devices.nextOnAll')}
        </button>
        <button type="button" disabled={pieces.length === 0} onClick={() => pieces.forEach(request)}>
          {t('devices.pictures')}
        </button>
        <button type="button" onClick={() => void sendTestAlarm()}>
          {t('devices.alarm')}
        </button>
      </div>
      <p className={styles.message} role="status">
        {message}
      </p>
      {health && clients.length === 0 && <p>{t('health.nobody')}</p>}
      <ul className={styles.cards}>
        {clients.map((client) => (
          <DeviceCard
            key={`${client.role} ${client.device}`}
            client={client}
            staffContext={staffContext}
            picture={client.role === 'piece' ? pictures[client.device] : undefined}
            requestPicture={() => request(client.device)}
            command={(what) => void command(client.device, what)}
          />
        ))}
      </ul>
      {health && health.others.devices + health.others.visits > 0 && (
        <p>
          {t('health.others', {
            devices: formatInteger(health.others.devices),
            visits: formatInteger(health.others.visits),
          })}{' '}
          {t('health.othersHow')}
        </p>
      )}
      <KnownDevicesList staffContext={staffContext} />
    </section>
  )
}
