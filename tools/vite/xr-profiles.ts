import { createRequire } from 'node:module'
import { normalizePath } from 'vite'
import { viteStaticCopy } from 'vite-plugin-static-copy'

const { resolve } = createRequire(import.meta.url)
const source = normalizePath(resolve('@webxr-input-profiles/assets/package.json')).replace(
  'package.json',
  'dist/profiles',
)

/** Quest 3 and Quest 2. */
const named = ['meta-quest-touch-plus', 'oculus-touch-v3']

/** Every generic layout, so that sticks and squeezes of controllers nobody thought of still work. */
const generic = ['generic-button', 'generic-touchpad', 'generic-trigger']
for (const parts of ['squeeze', 'thumbstick', 'touchpad', 'squeeze-thumbstick', 'squeeze-touchpad']) {
  generic.push(`generic-trigger-${parts}`)
}
generic.push('generic-trigger-touchpad-thumbstick', 'generic-trigger-squeeze-touchpad-thumbstick')

/** Same buttons under other names. */
const relatives = {
  'meta-quest-touch-plus-v2': 'meta-quest-touch-plus',
  'meta-quest-touch-pro': 'meta-quest-touch-plus',
  'oculus-touch-v2': 'oculus-touch-v3',
  'oculus-touch': 'oculus-touch-v3',
}

const listed = () => {
  const own = [...named, ...generic].map((id) => [id, { path: `${id}/profile.json` }])
  const lent = Object.entries(relatives).map(([id, relative]) => [id, { path: `${relative}/profile.json` }])
  return JSON.stringify(Object.fromEntries([...own, ...lent]), null, 2)
}

/**
 * Where controllers have which button, under /xr-profiles/, in dev and in the build: at run time no request leaves for a
 * CDN. Without models: `scenes/view/xr-input-view.ts` draws controllers and hands.
 */
export const xrProfiles = () =>
  viteStaticCopy({
    silent: true,
    targets: [
      { src: `${source}/profilesList.json`, dest: 'xr-profiles', transform: listed },
      ...[...named, ...generic].map((id) => ({ src: `${source}/${id}/profile.json`, dest: `xr-profiles/${id}` })),
    ],
  })
