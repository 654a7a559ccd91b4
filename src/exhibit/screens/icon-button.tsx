import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import styles from './icon-button.module.css'

type IconButtonProps = {
  icon: IconName | ReactNode
  text: string
  onPress: () => void
  /** Starts with `text`, for voice control. */
  ariaLabel?: string
  pressed?: boolean
  disabled?: boolean
  variant?: 'plain' | 'strong'
  expanded?: boolean
}

/** A button with icon and text. */
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
