import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Drawer as Name } from '../../scenes/state/scene-context.ts'
import { type TranslationKey, useTranslate } from '../i18n/i18n.ts'
import type { Session } from '../session/session.ts'
import styles from './drawer.module.css'
import { SongMap } from './map/song-map.tsx'
import { ComfortPanel } from './panels/comfort-panel.tsx'
import { InfoPanel } from './panels/info-panel.tsx'
import { LibraryPanel } from './panels/library-panel.tsx'
import { SettingsPanel } from './panels/settings-panel.tsx'

type DrawerEntry = { name: Name; labelKey: TranslationKey; render: (session: Session) => ReactNode }

// Loaded when it is opened: the page starts without it.
const ExportPanel = lazy(async () => ({ default: (await import('./export/export-panel.tsx')).ExportPanel }))

/** The drawers, in the order of their buttons. */
const DRAWERS: readonly DrawerEntry[] = [
  { name: 'map', labelKey: 'page.drawers.map', render: (session) => <SongMap session={session} /> },
  { name: 'settings', labelKey: 'page.drawers.settings', render: (session) => <SettingsPanel session={session} /> },
  { name: 'comfort', labelKey: 'xr.comfort', render: (session) => <ComfortPanel session={session} /> },
  { name: 'info', labelKey: 'page.drawers.about', render: (session) => <InfoPanel session={session} /> },
  { name: 'songs', labelKey: 'common.songs', render: (session) => <LibraryPanel session={session} /> },
  { name: 'save', labelKey: 'page.drawers.save', render: (session) => <ExportPanel session={session} /> },
]

/** Buttons at the side of the page, and the one drawer that is open. The same button closes it. */
export function Drawer({ session }: { session: Session }) {
  const t = useTranslate()
  const open = useStore(session.store, (state) => state.drawer)
  const side = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (open === null) return
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      event.preventDefault()
      // Returns the focus to the drawer's button; it would be lost with the control that had it.
      if (side.current?.contains(document.activeElement))
        side.current.querySelector<HTMLElement>('[aria-expanded="true"]')?.focus()
      session.store.setState({ drawer: null })
    }
    window.addEventListener('keydown', close)
    return () => window.removeEventListener('keydown', close)
  }, [open, session])
  const entry = DRAWERS.find(({ name }) => name === open)
  return (
    <div className={styles.side} ref={side}>
      <nav className={styles.buttons} aria-label={t('page.drawers.label')}>
        {DRAWERS.map(({ name, labelKey }) => (
          <button
            key={name}
            type="button"
            aria-expanded={open === name}
            aria-controls="drawer"
            onClick={() => session.store.setState({ drawer: open === name ? null : name })}
          >
            {t(labelKey)}
          </button>
        ))}
      </nav>
      {entry && (
        <section id="drawer" className={styles.drawer} data-drawer={entry.name} aria-label={t(entry.labelKey)}>
          <Suspense>{entry.render(session)}</Suspense>
        </section>
      )}
    </div>
  )
}
