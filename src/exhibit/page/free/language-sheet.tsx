import { useStore } from 'zustand'
import type { Piece } from '../../piece.ts'
import { directionOf, useWords, words } from '../words.ts'
import { Sheet } from './sheet.tsx'

type LanguageProps = { piece: Piece; languages: readonly string[]; close: () => void }

export function LanguageSheet({ piece: { flow }, languages, close }: LanguageProps) {
  const t = useWords()
  const now = useStore(flow.store, (state) => state.language)
  return (
    <Sheet title={t('language')} close={close}>
      <div className="languages">
        {languages.map((language) => (
          <button
            type="button"
            className="tongue"
            key={language}
            lang={language}
            dir={directionOf(language)}
            aria-pressed={language === now}
            onClick={() => {
              flow.act({ type: 'language', language })
              close()
            }}
          >
            {words.t('name', { lng: language })}
          </button>
        ))}
      </div>
    </Sheet>
  )
}
