import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Keypad } from './keypad.tsx'
import { endStaffSession } from './staff-api.ts'
import type { StaffContext } from './staff-context.ts'
import { StaffPanel } from './staff-panel.tsx'

/** Milliseconds without use, after which it closes by itself. */
const IDLE_TIMEOUT_MS = 60_000

/** Before everything else: first the keypad, then the panel. */
export function StaffDialog({ staffContext: desk, close }: { staffContext: StaffContext; close: () => void }) {
  const { exhibitContext: piece, volumeOverride: level, i18n: words } = desk
  const dialog = useRef<HTMLDialogElement>(null)
  const [inside, setInside] = useState<'online' | 'offline' | null>(null)
  const isOnline = inside === 'online'
  const { stay } = useIdleTimeout(close)

  // Before what is inside takes the focus.
  useLayoutEffect(() => {
    const before = document.activeElement
    const { current } = dialog
    const { store, actions } = piece.session
    const { volume } = store.getState().preferences
    current?.showModal()
    return () => {
      current?.close()
      if (before instanceof HTMLElement) before.focus()
      // What the staff has tried out aloud is as quiet again as it should be while nobody is there.
      if (piece.visitController.store.getState().scene === 'attract')
        actions.setPreferences({ volume: Math.min(volume, level.get()) })
    }
  }, [piece, level])
  useEffect(() => {
    if (!isOnline) return
    return () => void endStaffSession()
  }, [isOnline])

  return (
    <dialog
      ref={dialog}
      className={inside ? 'panel' : 'keypad'}
      aria-labelledby="staff-title"
      lang={words.language}
      dir={words.direction}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
      onPointerDown={stay}
      onInput={stay}
      onKeyDown={(event) => {
        stay()
        if (event.key === 'Tab') wrapFocus(event)
      }}
    >
      {inside ? (
        <StaffPanel staffContext={desk} online={isOnline} close={close} />
      ) : (
        <Keypad staffContext={desk} onEnter={(online) => setInside(online ? 'online' : 'offline')} close={close} />
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
  const latest = useRef(close)
  latest.current = close
  const restartTimeout = () => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => latest.current(), IDLE_TIMEOUT_MS)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => {
    restartTimeout()
    return () => window.clearTimeout(timer.current)
  }, [])
  return { stay: restartTimeout }
}
