import { useStore } from 'zustand'
import { useTranslate } from '../../i18n/i18n.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import styles from './language-button.module.css'
import { LanguageButton } from './language-button.tsx'
import { Sheet } from './sheet.tsx'

type LanguageSheetProps = { exhibitContext: ExhibitContext; languages: readonly string[]; close: () => void }

export function LanguageSheet({ exhibitContext: { visitController }, languages, close }: LanguageSheetProps) {
  const t = useTranslate()
  const currentLanguage = useStore(visitController.store, (state) => state.language)
  return (
    <Sheet title={t('common.language')} close={close}>
      <div className={styles.languages}>
        {languages.map((language) => (
          <LanguageButton
            key={language}
            language={language}
            pressed={language === currentLanguage}
            onPress={() => {
              visitController.dispatch({ type: 'language', language })
              close()
            }}
          />
        ))}
      </div>
    </Sheet>
  )
}
