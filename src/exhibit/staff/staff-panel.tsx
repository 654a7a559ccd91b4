import { useEffect, useRef } from 'react'
import { ControlsSection } from './controls-section.tsx'
import { HealthSection } from './health-section.tsx'
import { CloseIcon } from './keypad.tsx'
import type { StaffContext } from './staff-context.ts'
import { StatisticsSection } from './statistics-section.tsx'

/** What the staff can see and do. */
export function StaffPanel({
  staffContext: desk,
  online,
  close,
}: {
  staffContext: StaffContext
  online: boolean
  close: () => void
}) {
  const { t } = desk.i18n
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  return (
    <>
      <header>
        <h2 id="staff-title">{t('title')}</h2>
        <span className="device">{desk.exhibitContext.device}</span>
        {!online && <p role="status">{t('offline')}</p>}
        <button ref={button} type="button" className="close" aria-label={t('close')} onClick={close}>
          <CloseIcon />
        </button>
      </header>
      <div className="parts">
        <ControlsSection staffContext={desk} close={close} />
        <HealthSection staffContext={desk} />
        <StatisticsSection staffContext={desk} online={online} />
      </div>
    </>
  )
}
