import type { SceneContext } from '../../scenes/state/ui-store.ts'

/** What `xrStore` tells of the session. */
export type XRSessionSource = {
  getState: () => { session?: XRSession | undefined; mode: XRSessionMode | null }
  subscribe: (changed: () => void) => void
}

/** What the browser tells of the page. */
export type PageVisibilitySource = Pick<Document, 'hidden' | 'addEventListener'>

/** A device in the hand: what it does not show, nobody attends to. A desktop's tab is heard from behind others. */
const isTouchOnlyDevice = () => matchMedia('(hover: none) and (pointer: coarse)').matches

/**
 * The song rests while nobody is there to hear it, and goes on where it was when they are back. In a headset that is
 * while the session is hidden (taken off, or something else is shown); `visible-blurred`, the system's menu over the
 * room, changes nothing. On a phone, also in AR, while the page is hidden. A session that ends while it is hidden does
 * not go on by itself.
 */
export function pauseWhenHidden(
  { store, services, actions }: SceneContext,
  xr: XRSessionSource,
  page: PageVisibilitySource = document,
  isHandheld = isTouchOnlyDevice,
): void {
  let resting = false
  /** It played when it came to rest, and neither the visitor nor another song has changed that since. */
  let goesOn = false
  let session: XRSession | undefined

  const away = () => {
    const { session, mode } = xr.getState()
    if (session) return session.visibilityState === 'hidden' || (mode === 'immersive-ar' && page.hidden)
    return page.hidden && isHandheld()
  }

  const rest = () => {
    goesOn = store.getState().playing
    if (store.getState().grabbedChunk !== null) actions.releaseChunk()
    services.playback?.stopPicked()
    actions.pause()
    resting = true
  }

  const look = () => {
    if (away() === resting) return
    if (!resting) return rest()
    resting = false
    if (goesOn) actions.play()
  }

  store.subscribe((now, before) => {
    if (resting && (now.playing !== before.playing || now.title !== before.title)) goesOn = false
  })
  page.addEventListener('visibilitychange', look)
  xr.subscribe(() => {
    const next = xr.getState().session
    if (next === session) return
    session?.removeEventListener('visibilitychange', look)
    next?.addEventListener('visibilitychange', look)
    if (!next) goesOn = false
    session = next
    look()
  })
}
