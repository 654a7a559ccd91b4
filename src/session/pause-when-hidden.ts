import type { SceneContext } from '../../scenes/state/scene-context.ts'
import { isHandheld } from './is-handheld.ts'

/** The part of `xrStore` that is needed here. */
export type XRSessionSource = {
  getState: () => { session?: XRSession | undefined; mode: XRSessionMode | null }
  subscribe: (onChange: () => void) => void
}

/** The part of `document` that is needed here. */
export type PageVisibilitySource = {
  readonly hidden: boolean
  addEventListener: (type: 'visibilitychange', listener: () => void) => void
}

/**
 * Pauses the song while the XR session is hidden (headset off, another app), and on phones and in AR while the page is;
 * it continues when shown again, unless the session ended. A desktop tab in the background and `visible-blurred` play on.
 */
export function pauseWhenHidden(
  { store, services, actions }: SceneContext,
  xr: XRSessionSource,
  page: PageVisibilitySource = document,
  isHandheldDevice = isHandheld,
): void {
  let isPaused = false
  /** False if the song did not play when it was hidden, or the visitor or another song has changed that since. */
  let shouldResume = false
  let watchedSession: XRSession | undefined

  const isHidden = () => {
    const { session, mode } = xr.getState()
    if (session) return session.visibilityState === 'hidden' || (mode === 'immersive-ar' && page.hidden)
    return page.hidden && isHandheldDevice()
  }

  const pause = () => {
    shouldResume = store.getState().playing
    if (store.getState().grabbedChunk !== null) actions.releaseChunk()
    services.playback?.stopPicked()
    actions.pause()
    isPaused = true
  }

  const update = () => {
    if (isHidden() === isPaused) return
    if (!isPaused) return pause()
    isPaused = false
    if (shouldResume) actions.play()
  }

  store.subscribe((state, before) => {
    if (isPaused && (state.playing !== before.playing || state.title !== before.title)) shouldResume = false
  })
  page.addEventListener('visibilitychange', update)
  xr.subscribe(() => {
    const { session } = xr.getState()
    if (session === watchedSession) return
    watchedSession?.removeEventListener('visibilitychange', update)
    session?.addEventListener('visibilitychange', update)
    if (!session) shouldResume = false
    watchedSession = session
    update()
  })
}
