import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useTranslate } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import { Icon } from './icon.tsx'
import roundButton from './round-button.module.css'
import styles from './walk-pad.module.css'

const DIRECTIONS: readonly { icon: 'forward' | 'back' | 'left' | 'right'; forward: number; right: number }[] = [
  { icon: 'forward', forward: 1, right: 0 },
  { icon: 'left', forward: 0, right: -1 },
  { icon: 'back', forward: -1, right: 0 },
  { icon: 'right', forward: 0, right: 1 },
]

/** Arrow buttons for touch screens: the visitor walks while one is pressed. */
export function WalkPad({ session: { store, frameState } }: { session: Session }) {
  const t = useTranslate()
  const isShown = useStore(
    store,
    ({ view, mode, xrMode: session }) => session === null && view === 'inside' && mode !== 'ride',
  )
  const walk = (forward: number, right: number) => {
    Object.assign(frameState.viewer.stick, { forward, right })
  }
  const stop = () => walk(0, 0)
  useEffect(
    () => () => {
      Object.assign(frameState.viewer.stick, { forward: 0, right: 0 })
    },
    [frameState],
  )
  if (!isShown) return null
  return (
    <div className={styles.pad} dir="ltr">
      {DIRECTIONS.map(({ icon, forward, right }) => (
        <button
          key={icon}
          type="button"
          className={icon === 'forward' ? `${roundButton.button} ${styles.forward}` : roundButton.button}
          aria-label={t(`exhibit.steps.${icon}`)}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId)
            walk(forward, right)
          }}
          onPointerUp={stop}
          onPointerCancel={stop}
          onLostPointerCapture={stop}
          onKeyDown={({ key }) => (key === 'Enter' || key === ' ') && walk(forward, right)}
          onKeyUp={stop}
          onBlur={stop}
        >
          <Icon name={icon} />
        </button>
      ))}
    </div>
  )
}
