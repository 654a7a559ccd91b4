import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

type KeyProps = {
  icon: IconName | ReactNode
  word: string
  onPress: () => void
  /** Says more than the word, and begins with it. */
  label?: string
  pressed?: boolean
  disabled?: boolean
  look?: 'plain' | 'strong'
  expanded?: boolean
}

/** What a visitor can press: a picture and a word, large enough for any finger. */
export function Key({ icon, word, onPress, label, pressed, disabled, look = 'plain', expanded }: KeyProps) {
  return (
    <button
      type="button"
      className={`key ${look}`}
      aria-label={label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      disabled={disabled}
      onClick={onPress}
    >
      {typeof icon === 'string' ? <Icon name={icon as IconName} /> : icon}
      <span>{word}</span>
    </button>
  )
}
