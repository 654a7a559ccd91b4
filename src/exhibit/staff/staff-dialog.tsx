import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Keypad } from './keypad.tsx'
import { endStaffSession } from './staff-api.ts'
import type { StaffContext } from './staff-context.ts'
import styles from './staff-dialog.module.css'
import { StaffPanel } from './staff-panel.tsx'

/** Milliseconds without use, after which it closes by itself. */
const IDLE_TIMEOUT_MS = 60_000

/** Before everything else: first the keypad, then the panel. */
export function StaffDialog({ staffContext, close }: { staffContext: StaffContext; close: () => void }) {
  const { exhibitContext, volumeOverride, i18n } = staffContext
  const dialog = useRef<HTMLDialogElement>(null)
  const [signedIn, setSignedIn] = useState<'online' | 'offline' | null>(null)
  const isOnline = signedIn === 'online'
  const { stay: restartTimeout } = useIdleTimeout(close)

  // Before what is inside takes the focus.
  useLayoutEffect(() => {
    const previousFocus = document.activeElement
    const { current } = dialog
    const { store, actions } = exhibitContext.session
    const { volume } = store.getState().preferences
    current?.showModal()
    return () => {
      current?.close()
      if (previousFocus instanceof HTMLElement) previousFocus.focus()
      // What the staff has tried out aloud is as quiet again as it should be while nobody is there.
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

/** The last control is followed by the first. */
function wrapFocus(event: KeyboardEvent<HTMLDialogElement>): void {
  const controls = [...event.currentTarget.querySelectorAll<HTMLElement>('button:enabled, input:enabled')]
  const [first, last] = [controls[0], controls.at(-1)]
  const from = event.shiftKey ? first : last
  if (document.activeElement !== from) return
  event.preventDefault()
  ;(event.shiftKey ? last : first)?.focus()
}

/** Left alone, it closes: the next person is a visitor. */
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
