import { type ReactNode, useId } from 'react'
import styles from './field.module.css'

export type FieldProps = { label: string; description: string; note?: string | false; value?: string | false }
type FieldIds = { id: string; 'aria-describedby': string }

/** A control with its label, its value and its description. */
export function Field({
  label,
  description,
  note,
  value,
  children,
}: FieldProps & { children: (ids: FieldIds) => ReactNode }) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {value && <output htmlFor={id}>{value}</output>}
      {children({ id, 'aria-describedby': `${id}-description` })}
      <p id={`${id}-description`}>
        {description} {note && <span className={styles.note}>{note}</span>}
      </p>
    </div>
  )
}
