import hidden from '../shared/visually-hidden.module.css'
import styles from './segments.module.css'

type SegmentsProps<T extends string> = {
  name: string
  options: readonly { value: T; label: string; hint?: string }[]
  value: T
  onChoose: (value: T) => void
}

/** A pick list whose options stand side by side. */
export function Segments<T extends string>({ name, options, value: chosen, onChoose }: SegmentsProps<T>) {
  return (
    <fieldset className={styles.segments}>
      <legend className={hidden.visuallyHidden}>{name}</legend>
      {options.map(({ value, label, hint }) => (
        <button key={value} type="button" title={hint} aria-pressed={value === chosen} onClick={() => onChoose(value)}>
          {label}
        </button>
      ))}
    </fieldset>
  )
}
