import { useTranslate } from '../../i18n/i18n.ts'
import hidden from '../../shared/visually-hidden.module.css'
import type { ExhibitContext } from '../exhibit-context.ts'
import languageButton from './language-button.module.css'
import { LanguageButton } from './language-button.tsx'
import { RotatingText } from './rotating-text.tsx'
import veil from './veil.module.css'
import styles from './welcome-screen.module.css'

/** Introduces the exhibit; choosing a language starts the intro. */
export function WelcomeScreen({
  exhibitContext,
  languages,
  title,
}: {
  exhibitContext: ExhibitContext
  languages: readonly string[]
  title: string
}) {
  const t = useTranslate()
  return (
    <section className={veil.veil} aria-label={title}>
      <div className={styles.introduction}>
        <h1 className={veil.title}>{title}</h1>
        <p className={`${veil.text} ${styles.about}`}>
          <RotatingText translationKey="welcome.about" languages={languages} />
        </p>
      </div>
      <fieldset className={languageButton.languages}>
        <legend className={hidden.visuallyHidden}>{t('exhibit.chooseLanguage')}</legend>
        {languages.map((language) => (
          <LanguageButton
            key={language}
            language={language}
            onPress={() => exhibitContext.visitController.dispatch({ type: 'language', language })}
          />
        ))}
      </fieldset>
    </section>
  )
}
