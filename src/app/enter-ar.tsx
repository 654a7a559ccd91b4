import { useTranslate } from '../i18n/i18n.ts'
import type { Session } from '../session/session.ts'
import { isHandheld } from '../shared/handheld.ts'
import { useXRSupport } from '../shared/use-xr-support.ts'

/** Enabled where the device can show the song in the real room. */
export function EnterAR({ session }: { session: Session }) {
  const t = useTranslate()
  const supported = useXRSupport('immersive-ar')
  if (isHandheld && !supported) return null
  return (
    <button
      type="button"
      className="enter"
      disabled={!supported}
      title={t(supported ? 'page.devices.ar' : 'page.devices.noAR')}
      onClick={() => void session.enterAR()}
    >
      {t('common.enterAR')}
    </button>
  )
}
