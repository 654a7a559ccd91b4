import { useEffect, useRef, useState } from 'react'
import { CloseIcon } from './close-icon.tsx'
import { ControlsSection } from './controls-section.tsx'
import { DevicesSection } from './devices-section.tsx'
import { HealthSection } from './health-section.tsx'
import type { StaffContext } from './staff-context.ts'
import dialog from './staff-dialog.module.css'
import styles from './staff-panel.module.css'
import { StatisticsSection } from './statistics-section.tsx'

export function StaffPanel({
  staffContext,
  online,
  close,
}: {
  staffContext: StaffContext
  online: boolean
  close: () => void
}) {
  const { t } = staffContext.i18n
  const closeButton = useRef<HTMLButtonElement>(null)
  useEffect(() => closeButton.current?.focus(), [])
  const [view, setView] = useState<'own' | 'devices'>('own')
  return (
    <>
      <header>
        <h2 id="staff-title">{t('title')}</h2>
        <span className={styles.device}>{staffContext.exhibitContext.device}</span>
        {!online && <p role="status">{t('offline')}</p>}
        {online && (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is no row of buttons
          <div className={styles.views} role="group" aria-label={t('title')}>
            {(['own', 'devices'] as const).map((name) => (
              <button key={name} type="button" aria-pressed={view === name} onClick={() => setView(name)}>
                {t(`health.${name}`)}
              </button>
            ))}
          </div>
        )}
        <button ref={closeButton} type="button" className={dialog.close} aria-label={t('close')} onClick={close}>
          <CloseIcon />
        </button>
      </header>
      <div className={styles.sections}>
        {view === 'own' ? (
          <>
            <ControlsSection staffContext={staffContext} close={close} />
            <HealthSection staffContext={staffContext} />
            <StatisticsSection staffContext={staffContext} online={online} />
          </>
        ) : (
          <DevicesSection staffContext={staffContext} />
        )}
      </div>
    </>
  )
}
