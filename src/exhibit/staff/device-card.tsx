import type { DeviceCommand } from '../../../protocol/device-commands.ts'
import type { Health } from '../../../protocol/health.ts'
import { ConfirmButton } from './confirm-button.tsx'
import { getDeviceStatus } from './device-status.ts'
import styles from './devices-section.module.css'
import { findSongTitle, formatFaults, formatProblems, StatusIndicator } from './health-section.tsx'
import type { StaffContext } from './staff-context.ts'
import type { DevicePicture } from './use-device-pictures.ts'
import { VolumeSlider } from './volume-slider.tsx'

type Client = Health['clients'][number]
type CardProps = { client: Client; staffContext: StaffContext; command: (command: DeviceCommand) => void }

/** One device: its picture, its state, and its controls. */
export function DeviceCard({
  picture,
  requestPicture,
  ...props
}: CardProps & { picture: DevicePicture | undefined; requestPicture: () => void }) {
  const { client, staffContext } = props
  const { device, role, scene, song, fps, problems, connected, lastHeartbeat: age } = client
  const { i18n, exhibitContext } = staffContext
  const { t } = i18n
  const isPiece = role === 'piece'
  const title = findSongTitle(exhibitContext.exhibit, song)
  const status = getDeviceStatus({ scene: isPiece ? scene : 'closed', fps, age, problems })
  // What a silent device told last may be long over.
  const sceneText = status === 'silent' ? null : t(`scenes.${scene}`, { defaultValue: scene })
  return (
    <li className={styles.card}>
      {isPiece && connected && (
        <button
          type="button"
          className={styles.picture}
          aria-label={t('devices.picture', { device })}
          onClick={requestPicture}
        >
          {typeof picture === 'string' && picture !== 'awaited' ? (
            <img src={picture} alt={t('devices.pictureOf', { device })} />
          ) : (
            <span>{picture === null ? t('devices.noPicture') : picture === 'awaited' ? '…' : <CameraIcon />}</span>
          )}
        </button>
      )}
      <h4 className={styles.name}>
        <bdi>{device}</bdi>
        <StatusIndicator status={status} i18n={i18n} />
      </h4>
      <p className={styles.scene}>
        {[isPiece ? sceneText : t('health.spectator'), title].filter((text) => text !== null).join(' · ')}
      </p>
      {problems.length > 0 && <p className={styles.problems}>{formatProblems(problems, i18n)}</p>}
      <DeviceFacts client={client} isSilent={status === 'silent'} i18n={i18n} />
      {connected ? <DeviceControls {...props} /> : <p className={styles.scene}>{t('devices.notConnected')}</p>}
    </li>
  )
}

function DeviceFacts({ client, isSilent, i18n }: { client: Client; isSilent: boolean; i18n: StaffContext['i18n'] }) {
  const { t, formatInteger, formatPercent, formatDuration } = i18n
  const { fps, qualityStep, headset, battery, faults, lastFault, lastHeartbeat: age } = client
  const formatFault = (kind: string) => t(`faults.${kind}`, { defaultValue: kind })
  const present = [
    [t('devices.headset'), headset && t(headset === 'worn' ? 'devices.worn' : 'devices.notWorn')],
    [
      t('devices.battery'),
      battery &&
        (battery.charging
          ? t('devices.charging', { level: formatPercent(battery.level) })
          : formatPercent(battery.level)),
    ],
    [t('health.fps'), formatInteger(fps)],
    [t('health.qualityStep'), qualityStep > 0 ? formatInteger(qualityStep) : null],
  ] as const
  const facts = [
    ...(isSilent ? [] : present),
    [
      t('devices.lastFault'),
      lastFault && t('devices.faultAgo', { fault: formatFault(lastFault.kind), time: formatDuration(lastFault.ago) }),
    ],
    [t('health.faults'), formatFaults(faults, i18n)],
    [t('devices.heard'), t('devices.ago', { time: formatDuration(age) })],
  ] as const
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}

function DeviceControls({ client, staffContext, command }: CardProps) {
  const { t } = staffContext.i18n
  const isStandby = client.scene === 'paused' || client.scene === 'closed'
  const restart = (
    <ConfirmButton
      text={t('piece.restart')}
      confirmText={t('piece.restartSure')}
      onConfirm={() => command({ do: 'restart' })}
    />
  )
  if (client.role !== 'piece') return <div className={styles.buttons}>{restart}</div>
  return (
    <>
      <div className={styles.buttons}>
        <button type="button" onClick={() => command({ do: 'next' })}>
          {t('piece.next')}
        </button>
        <button type="button" onClick={() => command({ do: isStandby ? 'start' : 'stop' })}>
          {t(isStandby ? 'piece.resume' : 'piece.pause')}
        </button>
        {restart}
        <button type="button" aria-pressed={client.muted} onClick={() => command({ do: 'mute', on: !client.muted })}>
          {t('devices.mute')}
        </button>
      </div>
      <VolumeSlider client={client} i18n={staffContext.i18n} command={command} />
    </>
  )
}

const CameraIcon = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M3 8h4l2-3h6l2 3h4v11H3z" />
    <circle cx="12" cy="13" r="3.500" />
  </svg>
)
