/**
 * Keeps the screen on while `isWanted` returns true.
 * @returns checks again
 */
export function createWakeLock(isWanted: () => boolean): () => void {
  let sentinel: WakeLockSentinel | null = null
  let isRequesting = false
  const update = async () => {
    if (!navigator.wakeLock || isRequesting) return
    const shouldHold = isWanted() && document.visibilityState === 'visible'
    isRequesting = true
    try {
      if (shouldHold && (!sentinel || sentinel.released)) sentinel = await navigator.wakeLock.request('screen')
      if (!shouldHold && sentinel) await sentinel.release()
    } catch {
      // The browser refuses a wake lock, for example at low battery.
    }
    isRequesting = false
  }
  document.addEventListener('visibilitychange', update)
  return () => void update()
}
