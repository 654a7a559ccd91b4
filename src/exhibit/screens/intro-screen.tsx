import { useTranslate } from '../../i18n/i18n.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import { Icon } from './icon.tsx'
import { INTRO_PICTURES } from './intro-pictures.tsx'
import styles from './intro-screen.module.css'
import veil from './veil.module.css'

/** Shows the gestures in four pictures, one after the other; their texts are for screen readers. */
export function IntroScreen({ exhibitContext: { visitController, exhibit } }: { exhibitContext: ExhibitContext }) {
  const t = useTranslate()
  const length = `${exhibit.timings.intro}s`
  return (
    <section
      className={`${veil.veil} ${styles.intro}`}
      aria-label={t('exhibit.intro.name')}
      style={{ ['--length' as string]: length }}
    >
      <ol className={styles.pictures}>
        {INTRO_PICTURES.map(({ word, Picture }, k) => (
          <li key={word} style={{ ['--turn' as string]: k }}>
            <svg viewBox="0 0 200 200" role="img" aria-label={t(word)}>
              <Picture />
            </svg>
          </li>
        ))}
      </ol>
      <button
        type="button"
        className={styles.skip}
        aria-label={t('exhibit.intro.skip')}
        onClick={() => visitController.dispatch({ type: 'introSeen' })}
      >
        <svg className={styles.elapsed} viewBox="0 0 36 36" aria-hidden="true">
          <circle cx="18" cy="18" r="15.915" pathLength="100" />
        </svg>
        <Icon name="onward" mirrored />
      </button>
    </section>
  )
}
