import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslate } from '../../i18n/i18n.ts'
import { Icon } from './icon.tsx'

/** Something to choose from, over the room. */
export function Sheet({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  const t = useTranslate()
  const sheet = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const previousFocus = document.activeElement
    sheet.current?.focus({ preventScroll: true })
    return () => {
      if (previousFocus instanceof HTMLElement) previousFocus.focus({ preventScroll: true })
    }
  }, [])
  return (
    <div className="sheet-frame">
      <button type="button" className="backdrop" tabIndex={-1} aria-hidden="true" onClick={close} />
      <div
        ref={sheet}
        className="sheet"
        role="dialog"
        aria-label={title}
        tabIndex={-1}
        onKeyDown={({ key }) => key === 'Escape' && close()}
      >
        <header>
          <h2>{title}</h2>
          <button type="button" className="round" aria-label={t('common.close')} onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </div>
  )
}
