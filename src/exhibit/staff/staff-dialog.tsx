import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Keypad } from './keypad.tsx'
import { leave } from './staff-api.ts'
import type { Desk } from './staff-context.ts'
import { Panel } from './staff-panel.tsx'

/** Milliseconds without use, after which it closes by itself. */
const PATIENCE = 60_000

/** Before everything else: first the keypad, then the panel. */
export function StaffDialog({ desk, close }: { desk: Desk; close: () => void }) {
  const { piece, level, words } = desk
  const dialog = useRef<HTMLDialogElement>(null)
  const [inside, setInside] = useState<'online' | 'offline' | null>(null)
  const isOnline = inside === 'online'
  const { stay } = useIdle(close)

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
      if (piece.flow.store.getState().scene === 'attract')
        actions.setPreferences({ volume: Math.min(volume, level.now()) })
    }
  }, [piece, level])
  useEffect(() => {
    if (!isOnline) return
    return () => void leave()
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
        if (event.key === 'Tab') wrap(event)
      }}
    >
      {inside ? (
        <Panel desk={desk} online={isOnline} close={close} />
      ) : (
        <Keypad desk={desk} enter={(online) => setInside(online ? 'online' : 'offline')} close={close} />
      )}
    </dialog>
  )
}

/** The last control is followed by the first. */
function wrap(event: KeyboardEvent<HTMLDialogElement>): void {
  const controls = [...event.currentTarget.querySelectorAll<HTMLElement>('button:enabled, input:enabled')]
  const [first, last] = [controls[0], controls.at(-1)]
  const from = event.shiftKey ? first : last
  if (document.activeElement !== from) return
  event.preventDefault()
  ;(event.shiftKey ? last : first)?.focus()
}

/** Left alone, it closes: the next person is a visitor. */
function useIdle(close: () => void) {
  const timer = useRef(0)
  const latest = useRef(close)
  latest.current = close
  const stay = () => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => latest.current(), PATIENCE)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => {
    stay()
    return () => window.clearTimeout(timer.current)
  }, [])
  return { stay }
}
