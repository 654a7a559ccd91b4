import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Keypad } from './keypad.tsx'
import { endStaffSession } from './staff-api.ts'
import type { StaffContext } from './staff-context.ts'
import styles from './staff-dialog.module.css'
import { StaffPanel } from './staff-panel.tsx'

/** Without input for this long, the dialog closes. */
const IDLE_TIMEOUT_MS = 60_000

/** First the keypad, then the panel. */
export function StaffDialog({ staffContext, close }: { staffContext: StaffContext; close: () => void }) {
  const { exhibitContext, volumeOverride, i18n } = staffContext
  const dialog = useRef<HTMLDialogElement>(null)
  const [signedIn, setSignedIn] = useState<'online' | 'offline' | null>(null)
  const isOnline = signedIn === 'online'
  const { stay: restartTimeout } = useIdleTimeout(close)

  // A layout effect: runs before the keypad takes the focus.
  useLayoutEffect(() => {
    const previousFocus = document.activeElement
    const { current } = dialog
    const { store, actions } = exhibitContext.session
    const { volume } = store.getState().preferences
    current?.showModal()
    return () => {
      current?.close()
      if (previousFocus instanceof HTMLElement) previousFocus.focus()
      // Between visits the exhibit stays within the volume limit.
      if (exhibitContext.visitController.store.getState().scene === 'attract')
        actions.setPreferences({ volume: Math.min(volume, volumeOverride.get()) })
    }
  }, [exhibitContext, volumeOverride])
  useEffect(() => {
    if (!isOnline) return
    return () => void endStaffSession()
  }, [isOnline])

  return (
    <dialog
      ref={dialog}
      className={`${styles.dialog} ${signedIn ? styles.panel : styles.keypad}`}
      aria-labelledby="staff-title"
      lang={i18n.language}
      dir={i18n.direction}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
      onPointerDown={restartTimeout}
      onInput={restartTimeout}
      onKeyDown={(event) => {
        restartTimeout()
        if (event.key === 'Tab') wrapFocus(event)
      }}
    >
      {signedIn ? (
        <StaffPanel staffContext={staffContext} online={isOnline} close={close} />
      ) : (
        <Keypad
          staffContext={staffContext}
          onEnter={(online) => setSignedIn(online ? 'online' : 'offline')}
          close={close}
        />
      )}
    </dialog>
  )
}

/** Keeps the focus inside the dialog. */
function wrapFocus(event: KeyboardEvent<HTMLDialogElement>): void {
  const controls = [...event.currentTarget.querySelectorAll<HTMLElement>('button:enabled, input:enabled')]
  const [first, last] = [controls[0], controls.at(-1)]
  const from = event.shiftKey ? first : last
  if (document.activeElement !== from) return
  event.preventDefault()
  ;(event.shiftKey ? last : first)?.focus()
}

/** Closes the dialog without input: the next person may be a visitor. */
function useIdleTimeout(close: () => void) {
  const timer = useRef(0)
  const latestClose = useRef(close)
  latestClose.current = close
  const restartTimeout = () => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => latestClose.current(), IDLE_TIMEOUT_MS)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => {
    restartTimeout()
    return () => window.clearTimeout(timer.current)
  }, [])
  return { stay: restartTimeout }
}
