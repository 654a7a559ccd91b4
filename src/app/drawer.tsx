import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Drawer as Name } from '../../scenes/state/scene-context.ts'
import { type TranslationKey, useTranslate } from '../i18n/i18n.ts'
import styles from './drawer.module.css'
import { drawerContentPart } from './page-parts.ts'
import type { PanelProps } from './panels/panel-props.ts'
import { useLazyPart } from './use-lazy-part.ts'

/** The drawers, in the order of their buttons. */
const DRAWERS: readonly { name: Name; labelKey: TranslationKey }[] = [
  { name: 'songs', labelKey: 'common.songs' },
  { name: 'map', labelKey: 'page.drawers.map' },
  { name: 'settings', labelKey: 'page.drawers.settings' },
  { name: 'comfort', labelKey: 'xr.comfort' },
  { name: 'info', labelKey: 'page.drawers.about' },
  { name: 'save', labelKey: 'page.drawers.save' },
]

/** The drawers' buttons, and the one drawer that is open, beside the form. The same button closes it. */
export function Drawer(props: PanelProps) {
  const { session } = props
  const t = useTranslate()
  const open = useStore(session.store, (state) => state.drawer)
  const close = () => session.store.setState({ drawer: null })
  const Content = useLazyPart(drawerContentPart, open !== null, session, close)
  const buttons = useRef<HTMLElement>(null)
  const drawer = useRef<HTMLElement>(null)
  useEffect(() => {
    if (open === null) return
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      event.preventDefault()
      // Returns the focus to the drawer's button; it would be lost with the control that had it.
      if (drawer.current?.contains(document.activeElement))
        buttons.current?.querySelector<HTMLElement>('[aria-expanded="true"]')?.focus()
      session.store.setState({ drawer: null })
    }
    window.addEventListener('keydown', close)
    return () => window.removeEventListener('keydown', close)
  }, [open, session])
  const entry = DRAWERS.find(({ name }) => name === open)
  return (
    <>
      <nav className={styles.buttons} data-edge="top" data-extra="" ref={buttons} aria-label={t('page.drawers.label')}>
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
        <section
          id="drawer"
          ref={drawer}
          className={styles.drawer}
          data-edge="side"
          data-drawer={entry.name}
          aria-label={t(entry.labelKey)}
        >
          {Content && <Content name={entry.name} {...props} />}
        </section>
      )}
    </>
  )
}
