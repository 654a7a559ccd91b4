import { useTranslate } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import { useMagicWindow } from './use-magic-window.ts'

/** Turns the view with the phone, which becomes a window into the song. */
export function MagicWindowButton({ session }: { session: Session }) {
  const t = useTranslate()
  const { on, toggle } = useMagicWindow(session)
  return (
    <button type="button" aria-pressed={on} title={t('page.devices.window')} onClick={toggle}>
      {t('page.devices.lookAround')}
    </button>
  )
}
