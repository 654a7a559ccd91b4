import { useStore } from 'zustand'
import { CHOICES } from '../../scenes/state/preference-options.ts'
import { locomotionModes } from '../../scenes/state/scene-context.ts'
import { usePolledValue } from '../../scenes/state/use-poll.ts'
import { useTranslate } from '../i18n/i18n.ts'
import { isHandheld } from '../session/is-handheld.ts'
import type { Session } from '../session/session.ts'
import { EnterAR, EnterVR } from './enter-xr.tsx'
import { isMagicWindowSupported } from './mobile/magic-window.ts'
import { MagicWindowButton } from './mobile/magic-window-button.tsx'
import { Segments } from './segments.tsx'
import styles from './view-controls.module.css'

const VIEWS = [
  { view: 'orbit', labelKey: 'common.outside' },
  { view: 'inside', labelKey: 'common.inside' },
] as const

/** View, way of moving, path, form, and what to do where no headset is found. */
export function ViewControls({ session }: { session: Session }) {
  const t = useTranslate()
  const { view, mode, outline, preferences } = useStore(session.store)
  const { layout } = preferences
  const { actions } = session
  const handheld = isHandheld()
  return (
    <div className={styles.viewControls} data-extra="">
      {isMagicWindowSupported() && <MagicWindowButton session={session} />}
      {handheld && <EnterVR session={session} />}
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
      <span className={styles.form}>
        <button type="button" disabled={outline.length === 0} onClick={actions.replayEmbedding}>
          {t('xr.showForm')}
        </button>
        <EmbeddingSlider session={session} />
      </span>
      {!handheld && (
        <>
          <EnterVR session={session} only="unsupported" />
          <EnterAR session={session} only="unsupported" />
        </>
      )}
    </div>
  )
}

/** The embedding from the path (left) to the cloud (right). */
function EmbeddingSlider({ session: { frameState, actions } }: { session: Session }) {
  const t = useTranslate()
  const [progress, setProgress] = usePolledValue(() => frameState.boxes.embedding.progress)
  return (
    <input
      className={styles.scrub}
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
