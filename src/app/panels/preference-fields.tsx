import { useStore } from 'zustand'
import {
  CHOICES,
  type ChoiceKey,
  RANGES,
  type RangeKey,
  type SwitchKey,
} from '../../../scenes/state/preference-options.ts'
import type { Preferences } from '../../../scenes/state/preferences.ts'
import { useLanguage, useTranslate } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import fieldStyles from './field.module.css'
import { Field } from './field.tsx'
import { Switch } from './switch.tsx'

/** Volume and path stand on the page itself and need no description. */
type DescribedKey = Exclude<keyof Preferences, 'volume' | 'layout'>
type PreferenceFieldProps<K extends keyof Preferences> = { session: Session; preference: Extract<K, DescribedKey> }

type PickListProps<T extends string> = {
  label: string
  description: string
  options: readonly { value: T; label: string; language?: string }[]
  value: T
  onChoose: (value: T) => void
}

/** A select with its label and description. */
export function PickList<T extends string>({ label, description, options, value, onChoose }: PickListProps<T>) {
  return (
    <Field label={label} description={description}>
      {(ids) => (
        <select {...ids} value={value} onChange={({ target }) => onChoose(target.value as T)}>
          {options.map((option) => (
            <option key={option.value} value={option.value} lang={option.language}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

export function ChoiceField({ session, preference }: PreferenceFieldProps<ChoiceKey>) {
  const t = useTranslate()
  const value = useStore(session.store, ({ preferences }) => preferences[preference])
  const options: readonly Preferences[ChoiceKey][] = CHOICES[preference]
  return (
    <PickList
      label={t(`preferences.labels.${preference}`)}
      description={t(`preferences.descriptions.${preference}`)}
      options={options.map((option) => ({ value: option, label: t(`preferences.options.${option}`) }))}
      value={value}
      onChoose={(option) => session.actions.setPreferences({ [preference]: option })}
    />
  )
}

export function RangeField({ session, preference }: PreferenceFieldProps<RangeKey>) {
  const t = useTranslate()
  const language = useLanguage()
  const value = useStore(session.store, ({ preferences }) => preferences[preference])
  const { min, max, step, format } = RANGES[preference]
  return (
    <Field
      label={t(`preferences.labels.${preference}`)}
      description={t(`preferences.descriptions.${preference}`)}
      value={format(value, language)}
    >
      {(ids) => (
        <input
          {...ids}
          type="range"
          min={min}
          max={max}
          step={step}
          value={value}
          aria-valuetext={format(value, language)}
          onChange={({ target }) => session.actions.setPreferences({ [preference]: Number(target.value) })}
        />
      )}
    </Field>
  )
}

export function SwitchField({ session, preference }: PreferenceFieldProps<SwitchKey>) {
  const t = useTranslate()
  const on = useStore(session.store, ({ preferences }) => preferences[preference])
  return (
    <div className={fieldStyles.field}>
      <Switch
        label={t(`preferences.labels.${preference}`)}
        description={t(`preferences.descriptions.${preference}`)}
        on={on}
        onChange={(value) => session.actions.setPreferences({ [preference]: value })}
      />
    </div>
  )
}
