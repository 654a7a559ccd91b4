import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { defaultSettings, engines, presets, type SongSettings, slicings } from '../../../audio/song/song.ts'
import { formatNumber } from '../../../scenes/state/format-number.ts'
import { useLanguage, useTranslate } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import { MAX_CLASSIC_CHUNKS, roundUsedPerplexity } from './describe-analysis.ts'
import { Field, type FieldProps } from './field.tsx'
import panel from './panel.module.css'

const SETTING_KEYS = Object.keys(defaultSettings) as (keyof SongSettings)[]

/** How the song is cut, described and arranged; each change analyzes it again. */
export function SettingsPanel({ session }: { session: Session }) {
  const t = useTranslate()
  const language = useLanguage()
  const { settings, outline } = useStore(session.store)
  const change = (part: Partial<SongSettings>) => void session.applySettings(part)
  const chunks = outline.length
  const tooMany = chunks > MAX_CLASSIC_CHUNKS && settings.engine !== 'classic'
  const used = roundUsedPerplexity(settings, chunks)
  return (
    <div className={panel.panel}>
      <h3>{t('settings.cut')}</h3>
      <Field
        label={t('settings.slicing')}
        value={chunks > 0 && t('common.chunks', { count: chunks })}
        description={t(`settings.slicingNotes.${settings.slicing}`)}
      >
        {(ids) => (
          <select
            {...ids}
            value={settings.slicing}
            onChange={({ target }) => change(createSettingsChange('slicing', target.value))}
          >
            {slicings.map((name) => (
              <option key={name} value={name}>
                {t(`settings.slicings.${name}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Slider
        label={t('settings.minChunk')}
        value={Math.round(settings.minChunk * 1000)}
        min={0}
        max={Math.max(500, Math.round(settings.minChunk * 1000))}
        step={10}
        formatValue={(ms) => (ms === 0 ? t('settings.off') : `${formatNumber(ms, language)} ms`)}
        description={t('settings.minChunkNote')}
        onSettle={(ms) => change({ minChunk: ms / 1000 })}
      />
      <h3>{t('settings.describe')}</h3>
      <Field label={t('settings.preset')} description={t(`settings.presetNotes.${settings.preset}`)}>
        {(ids) => (
          <select
            {...ids}
            value={settings.preset}
            onChange={({ target }) => change(createSettingsChange('preset', target.value))}
          >
            {presets.map((name) => (
              <option key={name} value={name}>
                {t(`settings.presets.${name}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <h3>{t('settings.arrange')}</h3>
      <Field
        label={t('settings.engine')}
        description={t(`settings.engineNotes.${settings.engine}`, { chunks: MAX_CLASSIC_CHUNKS })}
      >
        {(ids) => (
          <select
            {...ids}
            value={settings.engine}
            onChange={({ target }) => change(createSettingsChange('engine', target.value))}
          >
            {engines.map((name) => (
              <option key={name} value={name} disabled={name === 'classic' && tooMany}>
                {t(`settings.engines.${name}`)}
                {name === 'classic' && tooMany && ` (${t('settings.upTo', { chunks: MAX_CLASSIC_CHUNKS })})`}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Slider
        label={t('settings.perplexity')}
        value={settings.perplexity}
        min={1}
        max={100}
        step={1}
        formatValue={(perplexity) => formatNumber(perplexity, language)}
        description={t('settings.perplexityNote')}
        note={
          settings.engine === 'pca'
            ? t('settings.noPerplexity')
            : chunks > 0 && used < settings.perplexity && t('settings.perplexityLimit', { chunks, used })
        }
        disabled={settings.engine === 'pca'}
        onSettle={(perplexity) => change({ perplexity })}
      />
      <button
        type="button"
        className={panel.wide}
        disabled={SETTING_KEYS.every((key) => settings[key] === defaultSettings[key])}
        onClick={() => change(defaultSettings)}
      >
        {t('settings.reset')}
      </button>
    </div>
  )
}

/** The value of a select is one of its options', which its type does not say. */
const createSettingsChange = (key: keyof SongSettings, value: string) => ({ [key]: value }) as Partial<SongSettings>

/** A slider is at rest when it has not moved for this long. */
const SETTLE_DELAY_MS = 300

type SliderProps = Omit<FieldProps, 'value'> & {
  value: number
  min: number
  max: number
  step: number
  disabled?: boolean
  formatValue: (value: number) => string
  /** Called once the slider is at rest: every call is an analysis. */
  onSettle: (value: number) => void
}

function Slider({ value, min, max, step, disabled = false, formatValue, onSettle, ...described }: SliderProps) {
  const [moved, setMoved] = useState<number | null>(null)
  const waiting = useRef<{ timer: number; settle: () => void } | null>(null)
  const shown = moved ?? value
  // Closing the drawer before the slider is at rest keeps the change.
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
    <Field {...described} value={!disabled && formatValue(shown)}>
      {(ids) => (
        <input
          {...ids}
          type="range"
          min={min}
          max={max}
          step={step}
          value={shown}
          disabled={disabled}
          aria-valuetext={formatValue(shown)}
          onChange={({ target }) => move(Number(target.value))}
        />
      )}
    </Field>
  )
}
