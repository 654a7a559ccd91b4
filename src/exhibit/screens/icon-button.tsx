import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import styles from './icon-button.module.css'

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
  text,
  onPress,
  ariaLabel,
  pressed,
  disabled,
  variant = 'plain',
  expanded,
}: IconButtonProps) {
  return (
    <button
      type="button"
      className={variant === 'strong' ? `${styles.button} ${styles.strong}` : styles.button}
      aria-label={ariaLabel}
      aria-pressed={pressed}
      aria-expanded={expanded}
      disabled={disabled}
      onClick={onPress}
    >
      {typeof icon === 'string' ? <Icon name={icon as IconName} /> : icon}
      <span>{text}</span>
    </button>
  )
}
