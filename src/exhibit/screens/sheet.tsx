import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslate } from '../../i18n/i18n.ts'
import { Icon } from './icon.tsx'
import roundButton from './round-button.module.css'
import styles from './sheet.module.css'

/** A dialog over the room. */
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
    <div className={styles.frame}>
      <button type="button" className={styles.backdrop} tabIndex={-1} aria-hidden="true" onClick={close} />
      <div
        ref={sheet}
        className={styles.sheet}
        role="dialog"
        aria-label={title}
        tabIndex={-1}
        onKeyDown={({ key }) => key === 'Escape' && close()}
      >
        <header className={styles.header}>
          <h2 className={styles.title}>{title}</h2>
          <button
            type="button"
            className={`${roundButton.button} ${styles.close}`}
            aria-label={t('common.close')}
            onClick={close}
          >
            <Icon name="close" />
          </button>
        </header>
        <div className={styles.content}>{children}</div>
      </div>
    </div>
  )
}
