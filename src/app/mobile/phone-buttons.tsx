import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useTranslate } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import { isMagicWindowSupported, type MagicWindow, openMagicWindow } from './magic-window.ts'
import styles from './phone-buttons.module.css'
import { isQuickLookSupported, useQuickLookUrl } from './quick-look.ts'

/** One transparent pixel. */
const EMPTY_IMAGE = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='

/** Buttons for what phones can do without WebXR. */
export function PhoneButtons({ session }: { session: Session }) {
  return (
    <>
      {isMagicWindowSupported() && <MagicWindowButton session={session} />}
      {isQuickLookSupported() && <QuickLookLink session={session} />}
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

/** A plain link whose only child is an image, as Safari demands; its words lie behind the image. */
function QuickLookLink({ session }: { session: Session }) {
  const t = useTranslate()
  const url = useQuickLookUrl(session)
  return (
    <span className={styles.quickLook} data-button="" title={t('page.devices.onTable')}>
      <span aria-hidden="true">{t('page.devices.viewInRoom')}</span>
      {/* biome-ignore lint/a11y/useSemanticElements: visitors press it like its neighbors, and iPhones need a link. */}
      <a
        rel="ar"
        role="button"
        download="songwalk.usdz"
        aria-label={t('page.devices.viewInRoom')}
        {...(url === null ? { 'aria-disabled': true } : { href: url })}
      >
        <img alt="" src={EMPTY_IMAGE} />
      </a>
    </span>
  )
}
