import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { defaultSettings, engines, presets, type SongSettings, slicings } from '../../../audio/song/song.ts'
import type { Session } from '../../session/session.ts'
import { CLASSIC_LIMIT, ENGINE, PRESET, SLICING, usedPerplexity } from './settings-options.ts'

const KEYS = Object.keys(defaultSettings) as (keyof SongSettings)[]

/** How the song is cut, described and arranged; a change is heard and seen at once. */
export function SettingsPanel({ session }: { session: Session }) {
  const { settings, outline } = useStore(session.store)
  const change = (part: Partial<SongSettings>) => void session.applySettings(part)
  const chunks = outline.length
  const tooMany = chunks > CLASSIC_LIMIT && settings.engine !== 'classic'
  const used = usedPerplexity(settings, chunks)
  return (
    <div className="panel settings">
      <h3>Cut</h3>
      <Field label="Slicing" value={chunks > 0 && `${chunks} chunks`} does={SLICING[settings.slicing].does}>
        {(ids) => (
          <select {...ids} value={settings.slicing} onChange={({ target }) => change(pick('slicing', target.value))}>
            {slicings.map((name) => (
              <option key={name} value={name}>
                {SLICING[name].name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Slider
        label="Minimum chunk length"
        value={Math.round(settings.minChunk * 1000)}
        min={0}
        max={Math.max(500, Math.round(settings.minChunk * 1000))}
        step={10}
        say={(ms) => (ms === 0 ? 'off' : `${ms} ms`)}
        does="Joins shorter chunks to a neighbor."
        onSettle={(ms) => change({ minChunk: ms / 1000 })}
      />
      <h3>Describe</h3>
      <Field label="Preset" does={PRESET[settings.preset].does}>
        {(ids) => (
          <select {...ids} value={settings.preset} onChange={({ target }) => change(pick('preset', target.value))}>
            {presets.map((name) => (
              <option key={name} value={name}>
                {PRESET[name].name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <h3>Arrange</h3>
      <Field label="Engine" does={ENGINE[settings.engine].does}>
        {(ids) => (
          <select {...ids} value={settings.engine} onChange={({ target }) => change(pick('engine', target.value))}>
            {engines.map((name) => (
              <option key={name} value={name} disabled={name === 'classic' && tooMany}>
                {ENGINE[name].name}
                {name === 'classic' && tooMany && ` (up to ${CLASSIC_LIMIT} chunks)`}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Slider
        label="Perplexity"
        value={settings.perplexity}
        min={1}
        max={100}
        step={1}
        say={String}
        does="How many neighbors a chunk holds on to: few make islands, many one large shape."
        note={
          settings.engine === 'pca'
            ? 'PCA has no perplexity.'
            : chunks > 0 && used < settings.perplexity && `${chunks} chunks allow ${used}, so ${used} is used.`
        }
        disabled={settings.engine === 'pca'}
        onSettle={(perplexity) => change({ perplexity })}
      />
      <button
        type="button"
        className="wide"
        disabled={KEYS.every((key) => settings[key] === defaultSettings[key])}
        onClick={() => change(defaultSettings)}
      >
        Back to the original
      </button>
    </div>
  )
}

/** A select gives back one of its options' values, whatever its type says. */
const pick = (key: keyof SongSettings, value: string) => ({ [key]: value }) as Partial<SongSettings>

type Described = { label: string; does: string; note?: string | false; value?: string | false }
type Ids = { id: string; 'aria-describedby': string }

function Field({ label, does, note, value, children }: Described & { children: (ids: Ids) => ReactNode }) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {value && <output htmlFor={id}>{value}</output>}
      {children({ id, 'aria-describedby': `${id}-does` })}
      <p id={`${id}-does`}>
        {does} {note && <span className="note">{note}</span>}
      </p>
    </div>
  )
}

/** A slider that has not moved for so long rests. */
const REST_MS = 300

type SliderProps = Omit<Described, 'value'> & {
  value: number
  min: number
  max: number
  step: number
  disabled?: boolean
  say: (value: number) => string
  /** Called once the slider rests, not on the way: every call is an analysis. */
  onSettle: (value: number) => void
}

function Slider({ value, min, max, step, disabled = false, say, onSettle, ...described }: SliderProps) {
  const [moved, setMoved] = useState<number | null>(null)
  const waiting = useRef<{ timer: number; settle: () => void } | null>(null)
  const shown = moved ?? value
  // A drawer that closes too early must not lose the change.
  useEffect(() => () => waiting.current?.settle(), [])
  const move = (to: number) => {
    setMoved(to)
    window.clearTimeout(waiting.current?.timer)
    const settle = () => {
      window.clearTimeout(waiting.current?.timer)
      waiting.current = null
      setMoved(null)
      if (to !== value) onSettle(to)
    }
    waiting.current = { timer: window.setTimeout(settle, REST_MS), settle }
  }
  return (
    <Field {...described} value={!disabled && say(shown)}>
      {(ids) => (
        <input
          {...ids}
          type="range"
          min={min}
          max={max}
          step={step}
          value={shown}
          disabled={disabled}
          aria-valuetext={say(shown)}
          onChange={({ target }) => move(Number(target.value))}
        />
      )}
    </Field>
  )
}
