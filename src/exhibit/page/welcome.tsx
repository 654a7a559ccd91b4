import type { Piece } from '../piece.ts'
import { InTurn } from './in-turn.tsx'
import { directionOf, useWords, words } from './words.ts'

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
          <button
            type="button"
            className="tongue"
            key={language}
            lang={language}
            dir={directionOf(language)}
            onClick={() => piece.flow.act({ type: 'language', language })}
          >
            {words.t('name', { lng: language })}
          </button>
        ))}
      </fieldset>
    </section>
  )
}
