import { getLanguageName, getTextDirection } from '../../i18n/i18n.ts'
import styles from './language-button.module.css'

type LanguageButtonProps = { language: string; pressed?: boolean; onPress: () => void }

/** A language by its own name. */
export function LanguageButton({ language, pressed, onPress }: LanguageButtonProps) {
  return (
    <button
      type="button"
      className={styles.button}
      lang={language}
      dir={getTextDirection(language)}
      aria-pressed={pressed}
      onClick={onPress}
    >
      {getLanguageName(language)}
    </button>
  )
}
