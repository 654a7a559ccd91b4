import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

type IconButtonProps = {
  icon: IconName | ReactNode
  text: string
  onPress: () => void
  /** Says more than the word, and begins with it. */
  ariaLabel?: string
  pressed?: boolean
  disabled?: boolean
  variant?: 'plain' | 'strong'
  expanded?: boolean
}

/** What a visitor can press: a picture and a word, large enough for any finger. */
export function IconButton({
  icon,
  text: word,
  onPress,
  ariaLabel: label,
  pressed,
  disabled,
  variant: look = 'plain',
  expanded,
}: IconButtonProps) {
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
