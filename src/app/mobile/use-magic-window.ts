import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useTranslate } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import { type MagicWindow, openMagicWindow } from './magic-window.ts'

/** The phone as a window into the song, and what opens and closes it; it must be opened within a tap. */
export function useMagicWindow(session: Session): { on: boolean; toggle: () => void } {
  const { store, services, actions } = session
  const t = useTranslate()
  const inside = useStore(store, (state) => state.view === 'inside' && state.xrMode === null)
  const [on, setOn] = useState(false)
  const open = useRef<MagicWindow | null>(null)
  const close = () => {
    open.current?.stop()
    open.current = null
    setOn(false)
  }
  useEffect(() => {
    if (inside) return
    open.current?.stop()
    open.current = null
    setOn(false)
  }, [inside])
  useEffect(() => () => open.current?.stop(), [])
  const look = async () => {
    void services.voices?.resume()
    // First, since iPhones ask for permission only within the tap.
    const opening = openMagicWindow(session, () => {
      close()
      session.setError(t('errors.noOrientation'))
    })
    actions.setView('inside')
    open.current = await opening
    setOn(open.current !== null)
  }
  return { on, toggle: () => (on ? close() : void look()) }
}
