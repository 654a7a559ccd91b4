import { useStore } from 'zustand'
import { CHOICES } from '../../scenes/state/preference-labels.ts'
import { locomotionModes } from '../../scenes/state/ui-store.ts'
import { usePolledValue } from '../../scenes/state/use-poll.ts'
import { useTranslate } from '../i18n/i18n.ts'
import type { Session } from '../session/session.ts'
import { isHandheld } from '../shared/handheld.ts'
import { useXRSupport } from '../shared/use-xr-support.ts'
import { EnterAR } from './enter-ar.tsx'
import { PhoneButtons } from './mobile/phone-buttons.tsx'

const VIEWS = [
  { view: 'orbit', labelKey: 'common.outside' },
  { view: 'inside', labelKey: 'common.inside' },
] as const

/** View, way of moving, path, form, and the ways into a headset or AR. */
export function ViewControls({ session }: { session: Session }) {
  const t = useTranslate()
  const { view, mode, outline, preferences } = useStore(session.store)
  const { layout } = preferences
  const { actions } = session
  const enter = (
    <>
      <PhoneButtons session={session} />
      <EnterVR session={session} />
      <EnterAR session={session} />
    </>
  )
  return (
    <div className="view-controls">
      {isHandheld && enter}
      <Segments
        name={t('common.view')}
        options={VIEWS.map(({ view, labelKey }) => ({
          value: view,
          label: t(labelKey),
          hint: t(`page.views.${view}`),
        }))}
        value={view}
        onChoose={actions.setView}
      />
      <Segments
        name={t('xr.mode')}
        options={locomotionModes.map((value) => ({
          value,
          label: t(`modes.${value}`),
          hint: t(`page.views.${value}`),
        }))}
        value={mode}
        onChoose={actions.setMode}
      />
      <Segments
        name={t('preferences.labels.layout')}
        options={CHOICES.layout.map((value) => ({ value, label: t(`preferences.options.${value}`) }))}
        value={layout}
        onChoose={(value) => actions.setPreferences({ layout: value })}
      />
      <span className="form">
        <button type="button" disabled={outline.length === 0} onClick={actions.replayEmbedding}>
          {t('xr.showForm')}
        </button>
        <EmbeddingSlider session={session} />
      </span>
      {!isHandheld && enter}
    </div>
  )
}

type SegmentsProps<T extends string> = {
  name: string
  options: readonly { value: T; label: string; hint?: string }[]
  value: T
  onChoose: (value: T) => void
}

/** A pick list whose options stand side by side. */
function Segments<T extends string>({ name, options, value: chosen, onChoose }: SegmentsProps<T>) {
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{name}</legend>
      {options.map(({ value, label, hint }) => (
        <button key={value} type="button" title={hint} aria-pressed={value === chosen} onClick={() => onChoose(value)}>
          {label}
        </button>
      ))}
    </fieldset>
  )
}

/** The embedding from the path (left) to the cloud (right). */
function EmbeddingSlider({ session: { frameState, actions } }: { session: Session }) {
  const t = useTranslate()
  const [progress, setProgress] = usePolledValue(() => frameState.boxes.embedding.progress)
  return (
    <input
      className="scrub"
      type="range"
      aria-label={t('page.views.pathToCloud')}
      min={0}
      max={1}
      step={0.001}
      value={progress}
      onChange={(event) => {
        const to = Number(event.target.value)
        setProgress(to)
        actions.scrubEmbedding(to)
      }}
    />
  )
}

function EnterVR({ session }: { session: Session }) {
  const t = useTranslate()
  const supported = useXRSupport('immersive-vr')
  if (isHandheld && !supported) return null
  return (
    <button
      type="button"
      className="enter"
      disabled={!supported}
      title={t(supported ? 'page.devices.vr' : 'page.devices.noVR')}
      onClick={() => void session.enterVR()}
    >
      {t('common.enterVR')}
    </button>
  )
}
