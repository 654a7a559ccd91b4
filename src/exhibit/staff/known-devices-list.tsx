import { useState } from 'react'
import type { DeviceCode } from '../../../protocol/staff-devices.ts'
import { ConfirmButton } from './confirm-button.tsx'
import { createDeviceCode, fetchKnownDevices, withdrawKey } from './staff-api.ts'
import type { StaffContext } from './staff-context.ts'
import panel from './staff-panel.module.css'
import { usePolledQuery } from './use-polled-query.ts'

const POLL_INTERVAL_MS = 5000

/** The devices whose visits count; a new one is let in by its own keypad, with the PIN or with a code. */
export function KnownDevicesList({ staffContext: { i18n } }: { staffContext: StaffContext }) {
  const { t } = i18n
  const devices = usePolledQuery(fetchKnownDevices, POLL_INTERVAL_MS)
  const [withdrawn, setWithdrawn] = useState<readonly string[]>([])
  const [code, setCode] = useState<DeviceCode | null>(null)
  const withdraw = (name: string) => {
    setWithdrawn([...withdrawn, name])
    void withdrawKey(name)
  }
  return (
    <>
      <h4>{t('known.title')}</h4>
      <div className={panel.buttons}>
        {devices
          ?.filter(({ name }) => !withdrawn.includes(name))
          .map(({ name }) => (
            <ConfirmButton
              key={name}
              text={t('known.withdraw', { device: name })}
              confirmText={t('known.withdrawSure', { device: name })}
              onConfirm={() => withdraw(name)}
            />
          ))}
        <button type="button" onClick={() => void createDeviceCode().then(setCode)}>
          {t('known.code')}
        </button>
      </div>
      {code && (
        <p role="status">
          <strong dir="ltr">{code.code}</strong> {t('known.codeNote')}
        </p>
      )}
      <p className={panel.hint}>{t('known.note')}</p>
    </>
  )
}
