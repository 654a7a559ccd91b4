import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useTranslate } from '../../i18n/i18n.ts'
import { toErrorMessage } from '../../session/error-message.ts'
import type { Session } from '../../session/session.ts'
import { EnterButton } from '../enter-button.tsx'
import { isMagicWindowSupported, type MagicWindow, openMagicWindow } from './magic-window.ts'
import { isQuickLookSupported, openQuickLook } from './quick-look.ts'

/** Buttons for what phones can do without WebXR. */
export function PhoneButtons({ session }: { session: Session }) {
  return (
    <>
      {isMagicWindowSupported() && <MagicWindowButton session={session} />}
      {isQuickLookSupported() && <QuickLookButton session={session} />}
    </>
  )
}

/** Turns the view with the phone, which becomes a window into the song. */
function MagicWindowButton({ session }: { session: Session }) {
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
  return (
    <button
      type="button"
      aria-pressed={on}
      title={t('page.devices.window')}
      onClick={() => (on ? close() : void look())}
    >
      {t('page.devices.lookAround')}
    </button>
  )
}

function QuickLookButton({ session }: { session: Session }) {
  const t = useTranslate()
  const ready = useStore(session.store, (state) => state.song !== null)
  const [busy, setBusy] = useState(false)
  const view = async () => {
    setBusy(true)
    try {
      await openQuickLook(session)
    } catch (error) {
      session.setError(toErrorMessage(error))
    }
    setBusy(false)
  }
  return (
    <EnterButton
      label={t('page.devices.viewInRoom')}
      hint={t('page.devices.onTable')}
      disabled={!ready || busy}
      onPress={() => void view()}
    />
  )
}
