import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import { useTranslate } from '../../i18n/i18n.ts'
import styles from './strip-button.module.css'
import { useStripShown } from './use-strip-shown.ts'

/** Shows and folds the spectrogram strip. */
export function StripButton({ session }: { session: SceneContext }) {
  const t = useTranslate()
  const [shown, setShown] = useStripShown(session)
  return (
    <button
      type="button"
      className={styles.stripButton}
      data-extra=""
      aria-expanded={shown}
      onClick={() => setShown(!shown)}
      title={t(shown ? 'page.spectrum.hide' : 'page.spectrum.show')}
    >
      {t('page.spectrum.name')}
    </button>
  )
}
