import { lazy, type ReactNode, Suspense } from 'react'
import { useStore } from 'zustand'
import type { Drawer as Name } from '../scenes/room.ts'
import type { Session } from './session.ts'

type Entry = { name: Name; label: string; content: (session: Session) => ReactNode }

// What the page does not need to start is loaded when it is opened.
const SaveDrawer = lazy(async () => ({ default: (await import('./save/save-drawer.tsx')).SaveDrawer }))

/** What can stand open beside the room, in the order of its buttons. */
const DRAWERS: readonly Entry[] = [
  { name: 'save', label: 'Save', content: (session) => <SaveDrawer session={session} /> },
]

/** Buttons at the page's side, and what the pressed one opens. One at a time; pressed again it closes. */
export function Drawer({ session }: { session: Session }) {
  const open = useStore(session.store, (state) => state.drawer)
  const entry = DRAWERS.find(({ name }) => name === open)
  return (
    <div className="drawer-side">
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
          <Suspense>{entry.content(session)}</Suspense>
        </section>
      )}
    </div>
  )
}
