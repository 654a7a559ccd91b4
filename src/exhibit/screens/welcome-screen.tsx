import { useWords } from '../../i18n/i18n.ts'
import type { Piece } from '../exhibit-context.ts'
import { Tongue } from './language-button.tsx'
import { InTurn } from './rotating-text.tsx'

/** The piece introduces itself, and asks for a language; that begins it. */
export function Welcome({ piece, languages, title }: { piece: Piece; languages: readonly string[]; title: string }) {
  const t = useWords()
  return (
    <section className="veil welcome" aria-label={title}>
      <div className="welcome-words">
        <h1>{title}</h1>
        <p className="about">
          <InTurn word="about" languages={languages} />
        </p>
      </div>
      <fieldset className="languages">
        <legend className="visually-hidden">{t('choose')}</legend>
        {languages.map((language) => (
          <Tongue key={language} language={language} onPress={() => piece.flow.act({ type: 'language', language })} />
        ))}
      </fieldset>
    </section>
  )
}
