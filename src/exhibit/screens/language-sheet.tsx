import { useStore } from 'zustand'
import { useWords } from '../../i18n/i18n.ts'
import type { Piece } from '../exhibit-context.ts'
import { Tongue } from './language-button.tsx'
import { Sheet } from './sheet.tsx'

type LanguageProps = { piece: Piece; languages: readonly string[]; close: () => void }

export function LanguageSheet({ piece: { flow }, languages, close }: LanguageProps) {
  const t = useWords()
  const now = useStore(flow.store, (state) => state.language)
  return (
    <Sheet title={t('language')} close={close}>
      <div className="languages">
        {languages.map((language) => (
          <Tongue
            key={language}
            language={language}
            pressed={language === now}
            onPress={() => {
              flow.act({ type: 'language', language })
              close()
            }}
          />
        ))}
      </div>
    </Sheet>
  )
}
