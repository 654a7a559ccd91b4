import { useEffect, useRef, useState } from 'react'
import type { DeviceCommand } from '../../../protocol/device-commands.ts'
import type { Health } from '../../../protocol/health.ts'
import styles from './devices-section.module.css'
import type { StaffContext } from './staff-context.ts'

/** A slider that is dragged sends its last value alone. */
const SEND_DELAY_MS = 250
/** Until the device has told what it has set. */
const TOLD_AFTER_MS = 4000

/** The loudest that visitors can set on a device. */
export function VolumeSlider({
  client,
  i18n,
  command,
}: {
  client: Health['clients'][number]
  i18n: StaffContext['i18n']
  command: (command: DeviceCommand) => void
}) {
  const { t, formatPercent } = i18n
  const [chosen, setChosen] = useState<number | null>(null)
  const timers = useRef<number[]>([])
  const clearTimers = () => {
    for (const timer of timers.current) window.clearTimeout(timer)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: when it goes
  useEffect(() => clearTimers, [])
  if (client.volume === null) return null
  const level = chosen ?? client.volume
  const choose = (next: number) => {
    setChosen(next)
    clearTimers()
    timers.current = [
      window.setTimeout(() => command({ do: 'volume', level: next }), SEND_DELAY_MS),
      window.setTimeout(() => setChosen(null), TOLD_AFTER_MS),
    ]
  }
  return (
    <label className={styles.volume}>
      <span>{t('piece.volume')}</span>
      <output>{formatPercent(level)}</output>
      <input
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={level}
        aria-label={t('devices.volumeOf', { device: client.device })}
        onChange={({ target }) => choose(target.valueAsNumber)}
      />
    </label>
  )
}
