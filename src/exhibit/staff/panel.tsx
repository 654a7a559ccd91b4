import { useEffect, useRef } from 'react'
import { CountsPart } from './counts-part.tsx'
import type { Desk } from './desk.ts'
import { HealthPart } from './health-part.tsx'
import { Cross } from './keypad.tsx'
import { PiecePart } from './piece-part.tsx'

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
