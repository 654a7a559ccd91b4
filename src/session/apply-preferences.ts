import type { SceneContext } from '../../scenes/state/ui-store.ts'

/** What is set takes effect wherever nothing else reads it: the volume, and calm, which the system can ask for too. */
export function applyPreferences({ store, frameState, services }: SceneContext): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)')
  const follow = () => {
    const { calm, volume } = store.getState().preferences
    frameState.viewer.reducedMotion = calm || still.matches
    document.documentElement.toggleAttribute('data-calm', frameState.viewer.reducedMotion)
    services.voices?.setVolume(volume)
  }
  still.addEventListener('change', follow)
  store.subscribe((now, before) => {
    if (now.preferences !== before.preferences) follow()
  })
  follow()
}
