import { createRequire } from 'node:module'
import { normalizePath } from 'vite'
import { viteStaticCopy } from 'vite-plugin-static-copy'

const { resolve } = createRequire(import.meta.url)
const source = normalizePath(resolve('@webxr-input-profiles/assets/package.json')).replace(
  'package.json',
  'dist/profiles',
)

/** Shipped with their own models: Quest 3, Quest 2 and tracked hands. */
const modeled = ['meta-quest-touch-plus', 'oculus-touch-v3', 'generic-hand']

/**
 * Every generic layout, so that sticks and squeezes of controllers nobody thought of still work. Their own models
 * weigh 4 MB each; they borrow the small one of the Quest 3.
 */
const generic = ['generic-button', 'generic-touchpad', 'generic-trigger']
for (const parts of ['squeeze', 'thumbstick', 'touchpad', 'squeeze-thumbstick', 'squeeze-touchpad']) {
  generic.push(`generic-trigger-${parts}`)
}
generic.push('generic-trigger-touchpad-thumbstick', 'generic-trigger-squeeze-touchpad-thumbstick')

/** Same buttons under other names, newest first: the model of the nearest relative is near enough. */
const relatives = {
  'meta-quest-touch-plus-v2': 'meta-quest-touch-plus',
  'meta-quest-touch-pro': 'meta-quest-touch-plus',
  'oculus-touch-v2': 'oculus-touch-v3',
  'oculus-touch': 'oculus-touch-v3',
}

const listed = () => {
  const own = [...modeled, ...generic].map((id) => [id, { path: `${id}/profile.json` }])
  const lent = Object.entries(relatives).map(([id, relative]) => [id, { path: `${relative}/profile.json` }])
  return JSON.stringify(Object.fromEntries([...own, ...lent]), null, 2)
}

const borrowModel = (profile: string) =>
  profile.replace(/"assetPath": "(left|right|none)\.glb"/g, (_, hand: string) => {
    return `"assetPath": "../meta-quest-touch-plus/${hand === 'left' ? 'left' : 'right'}.glb"`
  })

/** Controller profiles under /xr-profiles/, in dev and in the build: at run time no request leaves for a CDN. */
export const xrProfiles = () =>
  viteStaticCopy({
    silent: true,
    targets: [
      { src: `${source}/profilesList.json`, dest: 'xr-profiles', transform: listed },
      ...modeled.map((id) => ({ src: `${source}/${id}/*`, dest: `xr-profiles/${id}` })),
      ...generic.map((id) => ({
        src: `${source}/${id}/profile.json`,
        dest: `xr-profiles/${id}`,
        transform: borrowModel,
      })),
    ],
  })
