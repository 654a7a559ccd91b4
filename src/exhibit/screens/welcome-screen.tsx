import { useTranslate } from '../../i18n/i18n.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import { LanguageButton } from './language-button.tsx'
import { RotatingText } from './rotating-text.tsx'

/** The piece introduces itself, and asks for a language; that begins it. */
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
    <section className="veil welcome" aria-label={title}>
      <div className="welcome-words">
        <h1>{title}</h1>
        <p className="about">
          <RotatingText translationKey="exhibit.about" languages={languages} />
        </p>
      </div>
      <fieldset className="languages">
        <legend className="visually-hidden">{t('exhibit.chooseLanguage')}</legend>
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
