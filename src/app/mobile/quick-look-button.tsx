import { useTranslate } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import { isQuickLookSupported, useQuickLookUrl } from './quick-look.ts'
import styles from './quick-look-button.module.css'

/** One transparent pixel. */
const EMPTY_IMAGE = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='

/** Shows the form in the room of an iPhone's or iPad's visitor; left out elsewhere. */
export const QuickLookButton = ({ session }: { session: Session }) =>
  isQuickLookSupported() ? <QuickLookLink session={session} /> : null

/** A plain link whose only child is an image, as Safari demands; its words lie behind the image. */
function QuickLookLink({ session }: { session: Session }) {
  const t = useTranslate()
  const url = useQuickLookUrl(session)
  return (
    <span className={styles.quickLook} data-button="" title={t('page.devices.onTable')}>
      <span aria-hidden="true">{t('page.devices.viewInRoom')}</span>
      {/* biome-ignore lint/a11y/useSemanticElements: visitors press it like its neighbors, and iPhones need a link. */}
      <a
        rel="ar"
        role="button"
        download="songwalk.usdz"
        aria-label={t('page.devices.viewInRoom')}
        {...(url === null ? { 'aria-disabled': true } : { href: url })}
      >
        <img alt="" src={EMPTY_IMAGE} />
      </a>
    </span>
  )
}
