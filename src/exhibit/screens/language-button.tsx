import { directionOf, nameOf } from '../../i18n/i18n.ts'

type TongueProps = { language: string; pressed?: boolean; onPress: () => void }

/** A language to choose, by its own name. */
export function Tongue({ language, pressed, onPress }: TongueProps) {
  return (
    <button
      type="button"
      className="tongue"
      lang={language}
      dir={directionOf(language)}
      aria-pressed={pressed}
      onClick={onPress}
    >
      {nameOf(language)}
    </button>
  )
}
