import { useId } from 'react'
import styles from './switch.module.css'

type SwitchProps = { label: string; description: string; on: boolean; onChange: (on: boolean) => void }

/** A switch with its label and description. */
export function Switch({ label, description, on, onChange }: SwitchProps) {
  const id = useId()
  return (
    <>
      <label className={styles.switch} data-switch="" htmlFor={id}>
        <input
          id={id}
          type="checkbox"
          role="switch"
          aria-describedby={`${id}-description`}
          checked={on}
          aria-checked={on}
          onChange={({ target }) => onChange(target.checked)}
        />
        {label}
      </label>
      <p id={`${id}-description`}>{description}</p>
    </>
  )
}
