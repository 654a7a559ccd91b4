import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Drawer as Name } from '../../scenes/state/ui-store.ts'
import type { Session } from '../session/session.ts'
import { SongMap } from './map/song-map.tsx'
import { ComfortPanel } from './panels/comfort-panel.tsx'
import { InfoPanel } from './panels/info-panel.tsx'
import { LibraryPanel } from './panels/library-panel.tsx'
import { SettingsPanel } from './panels/settings-panel.tsx'

type DrawerEntry = { name: Name; label: string; render: (session: Session) => ReactNode }

// What the page does not need to start is loaded when it is opened.
const ExportPanel = lazy(async () => ({ default: (await import('./export/export-panel.tsx')).ExportPanel }))

/** What can stand open beside the room, in the order of its buttons. */
const DRAWERS: readonly DrawerEntry[] = [
  { name: 'map', label: 'Map', render: (session) => <SongMap session={session} /> },
  { name: 'settings', label: 'Settings', render: (session) => <SettingsPanel session={session} /> },
  { name: 'comfort', label: 'Comfort', render: (session) => <ComfortPanel session={session} /> },
  { name: 'info', label: 'About', render: (session) => <InfoPanel session={session} /> },
  { name: 'songs', label: 'Songs', render: (session) => <LibraryPanel session={session} /> },
  { name: 'save', label: 'Save', render: (session) => <ExportPanel session={session} /> },
]

/** Buttons at the page's side, and what the pressed one opens. One at a time; pressed again it closes. */
export function Drawer({ session }: { session: Session }) {
  const open = useStore(session.store, (state) => state.drawer)
  const side = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (open === null) return
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      event.preventDefault()
      // Back to where one came from, rather than to nowhere with the control that had the focus.
      if (side.current?.contains(document.activeElement))
        side.current.querySelector<HTMLElement>('[aria-expanded="true"]')?.focus()
      session.store.setState({ drawer: null })
    }
    window.addEventListener('keydown', close)
    return () => window.removeEventListener('keydown', close)
  }, [open, session])
  const entry = DRAWERS.find(({ name }) => name === open)
  return (
    <div className="drawer-side" ref={side}>
      <nav className="drawer-buttons" aria-label="More">
        {DRAWERS.map(({ name, label }) => (
          <button
            key={name}
            type="button"
            aria-expanded={open === name}
            aria-controls="drawer"
            onClick={() => session.store.setState({ drawer: open === name ? null : name })}
          >
            {label}
          </button>
        ))}
      </nav>
      {entry && (
        <section id="drawer" className="drawer" aria-label={entry.label}>
          <Suspense>{entry.render(session)}</Suspense>
        </section>
      )}
    </div>
  )
}
