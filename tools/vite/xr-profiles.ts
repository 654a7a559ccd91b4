import { createRequire } from 'node:module'
import { normalizePath } from 'vite'
import { viteStaticCopy } from 'vite-plugin-static-copy'

const { resolve } = createRequire(import.meta.url)
const profilesFolder = normalizePath(resolve('@webxr-input-profiles/assets/package.json')).replace(
  'package.json',
  'dist/profiles',
)

/** Quest 3 and Quest 2. */
const questProfiles = ['meta-quest-touch-plus', 'oculus-touch-v3']

/** Every generic layout, so that sticks and squeezes of unknown controllers work too. */
const genericProfiles = ['generic-button', 'generic-touchpad', 'generic-trigger']
for (const parts of ['squeeze', 'thumbstick', 'touchpad', 'squeeze-thumbstick', 'squeeze-touchpad']) {
  genericProfiles.push(`generic-trigger-${parts}`)
}
genericProfiles.push('generic-trigger-touchpad-thumbstick', 'generic-trigger-squeeze-touchpad-thumbstick')

/** Controllers with the same buttons as another profile. */
const profileAliases = {
  'meta-quest-touch-plus-v2': 'meta-quest-touch-plus',
  'meta-quest-touch-pro': 'meta-quest-touch-plus',
  'oculus-touch-v2': 'oculus-touch-v3',
  'oculus-touch': 'oculus-touch-v3',
}

const buildProfilesList = () => {
  const own = [...questProfiles, ...genericProfiles].map((id) => [id, { path: `${id}/profile.json` }])
  const lent = Object.entries(profileAliases).map(([id, relative]) => [id, { path: `${relative}/profile.json` }])
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
      { src: `${profilesFolder}/profilesList.json`, dest: 'xr-profiles', transform: buildProfilesList },
      ...[...questProfiles, ...genericProfiles].map((id) => ({
        src: `${profilesFolder}/${id}/profile.json`,
        dest: `xr-profiles/${id}`,
      })),
    ],
  })
