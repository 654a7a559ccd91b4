import { useId } from 'react'
import { useStore } from 'zustand'
import {
  CHOICES,
  type ChoiceKey,
  RANGES,
  type RangeKey,
  SWITCHES,
  type SwitchKey,
} from '../../../scenes/state/preference-labels.ts'
import type { Preferences } from '../../../scenes/state/preferences.ts'
import type { Session } from '../../session/session.ts'

type PreferenceFieldProps<K extends keyof Preferences> = { session: Session; preference: K }

/** How it is to be there: what the panel in the room offers too. Volume and path stand on the page itself. */
export function ComfortPanel({ session }: { session: Session }) {
  const { actions } = session
  return (
    <div className="panel comfort">
      <h3>See</h3>
      <Select session={session} preference="palette" />
      <Toggle session={session} preference="labels" />
      <Toggle session={session} preference="captions" />
      <Toggle session={session} preference="calm" />
      <h3>Move</h3>
      <Select session={session} preference="moving" />
      <Select session={session} preference="turning" />
      <Slider session={session} preference="speed" />
      <Slider session={session} preference="vignette" />
      <Toggle session={session} preference="flying" />
      <h3>Body</h3>
      <Toggle session={session} preference="seated" />
      <Toggle session={session} preference="leftHanded" />
      <Toggle session={session} preference="dwell" />
      <h3>Back</h3>
      <div className="pair">
        <button type="button" title="To the beginning of the path" onClick={actions.recenter}>
          Recenter
        </button>
        <button type="button" title="After you have scaled or turned the song" onClick={actions.resetPlacement}>
          Back to its size
        </button>
      </div>
      <p>All this is remembered on this device.</p>
    </div>
  )
}

function Select<K extends ChoiceKey>({ session, preference: of }: PreferenceFieldProps<K>) {
  const id = useId()
  const value = useStore(session.store, ({ preferences }) => preferences[of])
  const words = useStore(session.store, (state) => state.xrLabels)
  const { description: does, options } = CHOICES[of]
  return (
    <div className="field">
      <label htmlFor={id}>{words[of]}</label>
      <select
        id={id}
        aria-describedby={`${id}-does`}
        value={value}
        onChange={({ target }) => session.actions.setPreferences({ [of]: target.value })}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {words[option]}
          </option>
        ))}
      </select>
      <p id={`${id}-does`}>{does}</p>
    </div>
  )
}

function Slider({ session, preference: of }: PreferenceFieldProps<RangeKey>) {
  const id = useId()
  const value = useStore(session.store, ({ preferences }) => preferences[of])
  const label = useStore(session.store, ({ xrLabels: words }) => words[of])
  const { description: does, min, max, step, format: say } = RANGES[of]
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <output htmlFor={id}>{say(value)}</output>
      <input
        id={id}
        aria-describedby={`${id}-does`}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={say(value)}
        onChange={({ target }) => session.actions.setPreferences({ [of]: Number(target.value) })}
      />
      <p id={`${id}-does`}>{does}</p>
    </div>
  )
}

function Toggle({ session, preference: of }: PreferenceFieldProps<SwitchKey>) {
  const id = useId()
  const on = useStore(session.store, ({ preferences }) => preferences[of])
  const label = useStore(session.store, ({ xrLabels: words }) => words[of])
  const { description: does } = SWITCHES[of]
  return (
    <div className="field">
      <label className="switch" htmlFor={id}>
        <input
          id={id}
          type="checkbox"
          role="switch"
          aria-describedby={`${id}-does`}
          checked={on}
          aria-checked={on}
          onChange={({ target }) => session.actions.setPreferences({ [of]: target.checked })}
        />
        {label}
      </label>
      <p id={`${id}-does`}>{does}</p>
    </div>
  )
}
