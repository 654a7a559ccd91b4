import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { defaultSettings, engines, presets, type SongSettings, slicings } from '../../../audio/song/song.ts'
import type { Session } from '../../session/session.ts'
import {
  clampPerplexity,
  ENGINE_LABELS,
  MAX_CLASSIC_CHUNKS,
  PRESET_LABELS,
  SLICING_LABELS,
} from './settings-options.ts'

const SETTING_KEYS = Object.keys(defaultSettings) as (keyof SongSettings)[]

/** How the song is cut, described and arranged; a change is heard and seen at once. */
export function SettingsPanel({ session }: { session: Session }) {
  const { settings, outline } = useStore(session.store)
  const change = (part: Partial<SongSettings>) => void session.applySettings(part)
  const chunks = outline.length
  const tooMany = chunks > MAX_CLASSIC_CHUNKS && settings.engine !== 'classic'
  const used = clampPerplexity(settings, chunks)
  return (
    <div className="panel settings">
      <h3>Cut</h3>
      <Field
        label="Slicing"
        value={chunks > 0 && `${chunks} chunks`}
        description={SLICING_LABELS[settings.slicing].description}
      >
        {(ids) => (
          <select
            {...ids}
            value={settings.slicing}
            onChange={({ target }) => change(createSettingsChange('slicing', target.value))}
          >
            {slicings.map((name) => (
              <option key={name} value={name}>
                {SLICING_LABELS[name].name}
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
        formatValue={(ms) => (ms === 0 ? 'off' : `${ms} ms`)}
        description="Joins shorter chunks to a neighbor."
        onSettle={(ms) => change({ minChunk: ms / 1000 })}
      />
      <h3>Describe</h3>
      <Field label="Preset" description={PRESET_LABELS[settings.preset].description}>
        {(ids) => (
          <select
            {...ids}
            value={settings.preset}
            onChange={({ target }) => change(createSettingsChange('preset', target.value))}
          >
            {presets.map((name) => (
              <option key={name} value={name}>
                {PRESET_LABELS[name].name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <h3>Arrange</h3>
      <Field label="Engine" description={ENGINE_LABELS[settings.engine].description}>
        {(ids) => (
          <select
            {...ids}
            value={settings.engine}
            onChange={({ target }) => change(createSettingsChange('engine', target.value))}
          >
            {engines.map((name) => (
              <option key={name} value={name} disabled={name === 'classic' && tooMany}>
                {ENGINE_LABELS[name].name}
                {name === 'classic' && tooMany && ` (up to ${MAX_CLASSIC_CHUNKS} chunks)`}
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
        formatValue={String}
        description="How many neighbors a chunk holds on to: few make islands, many one large shape."
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
        disabled={SETTING_KEYS.every((key) => settings[key] === defaultSettings[key])}
        onClick={() => change(defaultSettings)}
      >
        Back to the original
      </button>
    </div>
  )
}

/** A select gives back one of its options' values, whatever its type says. */
const createSettingsChange = (key: keyof SongSettings, value: string) => ({ [key]: value }) as Partial<SongSettings>

type FieldProps = { label: string; description: string; note?: string | false; value?: string | false }
type FieldIds = { id: string; 'aria-describedby': string }

function Field({
  label,
  description: does,
  note,
  value,
  children,
}: FieldProps & { children: (ids: FieldIds) => ReactNode }) {
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
const SETTLE_DELAY_MS = 300

type SliderProps = Omit<FieldProps, 'value'> & {
  value: number
  min: number
  max: number
  step: number
  disabled?: boolean
  formatValue: (value: number) => string
  /** Called once the slider rests, not on the way: every call is an analysis. */
  onSettle: (value: number) => void
}

function Slider({ value, min, max, step, disabled = false, formatValue: say, onSettle, ...described }: SliderProps) {
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
    waiting.current = { timer: window.setTimeout(settle, SETTLE_DELAY_MS), settle }
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
