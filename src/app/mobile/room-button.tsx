import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useTranslate } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import styles from './quick-look-button.module.css'
import { createSceneViewerUrl, findShippedModel, WINDOW_HASH } from './scene-viewer.ts'
import { useMagicWindow } from './use-magic-window.ts'

/** On Android without AR in the browser: the form in the visitor's room by Scene Viewer, else the magic window. */
export function RoomButton({ session }: { session: Session }) {
  const t = useTranslate()
  const { song, songs } = useStore(session.store)
  const { toggle } = useMagicWindow(session)
  const hasAR = useARSupport()
  const openWindow = useRef(toggle)
  openWindow.current = toggle
  const isReady = song !== null
  useEffect(() => {
    if (!isReady || location.hash !== WINDOW_HASH) return
    history.replaceState(null, '', location.pathname + location.search)
    openWindow.current()
  }, [isReady])
  if (hasAR !== false || song === null) return null
  const { title, artist, license } = song
  const model = findShippedModel(songs.find((one) => one.title === title && one.artist === (artist ?? ''))?.file)
  if (!model)
    return (
      <button type="button" className={styles.inRoom} title={t('page.devices.window')} onClick={toggle}>
        {t('page.devices.viewInRoom')}
      </button>
    )
  const credits = [title, artist, license].filter(Boolean).join(' · ')
  const href = createSceneViewerUrl({ model, title: credits, page: new URL(location.href) })
  return (
    <a data-button="" className={styles.inRoom} title={t('page.devices.onTable')} href={href}>
      {t('page.devices.viewInRoom')}
    </a>
  )
}

/** Whether the browser itself has AR; null until it is known. */
function useARSupport(): boolean | null {
  const [supported, setSupported] = useState<boolean | null>(navigator.xr ? null : false)
  useEffect(() => {
    navigator.xr?.isSessionSupported('immersive-ar').then(setSupported, () => setSupported(false))
  }, [])
  return supported
}
