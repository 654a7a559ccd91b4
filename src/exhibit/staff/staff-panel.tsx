import { useEffect, useRef } from 'react'
import { PiecePart } from './controls-section.tsx'
import { HealthPart } from './health-section.tsx'
import { Cross } from './keypad.tsx'
import type { Desk } from './staff-context.ts'
import { CountsPart } from './statistics-section.tsx'

/** What the staff can see and do. */
export function Panel({ desk, online, close }: { desk: Desk; online: boolean; close: () => void }) {
  const { t } = desk.words
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  return (
    <>
      <header>
        <h2 id="staff-title">{t('title')}</h2>
        <span className="device">{desk.piece.device}</span>
        {!online && <p role="status">{t('offline')}</p>}
        <button ref={button} type="button" className="close" aria-label={t('close')} onClick={close}>
          <Cross />
        </button>
      </header>
      <div className="parts">
        <PiecePart desk={desk} close={close} />
        <HealthPart desk={desk} />
        <CountsPart desk={desk} online={online} />
      </div>
    </>
  )
}
