import { useTranslate } from '../i18n/i18n.ts'
import { isHandheld } from '../session/is-handheld.ts'
import type { Session } from '../session/session.ts'
import { useXRSupport } from '../shared/use-xr-support.ts'
import { EnterButton } from './enter-button.tsx'

/** `only`: left out where the device can, or where it cannot. */
type EnterXRProps = { session: Session; only?: 'supported' | 'unsupported' }

const isLeftOut = (supported: boolean, only: EnterXRProps['only']): boolean =>
  (isHandheld() && !supported) || only === (supported ? 'unsupported' : 'supported')

/** Enabled where a headset is found; left out on phones without one. */
export function EnterVR({ session, only }: EnterXRProps) {
  const t = useTranslate()
  const supported = useXRSupport('immersive-vr')
  if (isLeftOut(supported, only)) return null
  return (
    <EnterButton
      label={t('common.enterVR')}
      hint={t(supported ? 'page.devices.vr' : 'page.devices.noVR')}
      disabled={!supported}
      onPress={() => void session.enterVR()}
    />
  )
}

/** Enabled where the device can show the song in the real room; left out on phones that cannot. */
export function EnterAR({ session, only }: EnterXRProps) {
  const t = useTranslate()
  const supported = useXRSupport('immersive-ar')
  if (isLeftOut(supported, only)) return null
  return (
    <EnterButton
      label={t('common.enterAR')}
      hint={t(supported ? 'page.devices.ar' : 'page.devices.noAR')}
      disabled={!supported}
      onPress={() => void session.enterAR()}
    />
  )
}
