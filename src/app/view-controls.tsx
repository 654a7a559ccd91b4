import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { CameraView, LocomotionMode } from '../../scenes/state/ui-store.ts'
import type { Session } from '../session/session.ts'
import { isHandheld } from '../shared/handheld.ts'
import { useXRSupport } from '../shared/use-xr-support.ts'
import { EnterAR } from './enter-ar.tsx'
import { PhoneButtons } from './mobile/phone-buttons.tsx'

const VIEWS: readonly { view: CameraView; label: string; hint: string }[] = [
  { view: 'orbit', label: 'Outside', hint: 'See the whole form; drag to turn it' },
  { view: 'inside', label: 'Inside', hint: 'Stand in it; drag to look, W A S D or arrow keys to walk' },
]
const MODES: readonly { mode: LocomotionMode; label: string; hint: string }[] = [
  { mode: 'ride', label: 'Ride', hint: 'The path carries you along in time with the music' },
  { mode: 'walk', label: 'Walk', hint: 'Your steps play the song: the chunk you stand on sounds' },
  { mode: 'roam', label: 'Roam', hint: 'Go where you like while it plays' },
]

/** How to be there. */
export function ViewControls({ session }: { session: Session }) {
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
      <fieldset className="segments">
        <legend className="visually-hidden">View</legend>
        {VIEWS.map((entry) => (
          <button
            key={entry.view}
            type="button"
            title={entry.hint}
            aria-pressed={view === entry.view}
            onClick={() => actions.setView(entry.view)}
          >
            {entry.label}
          </button>
        ))}
      </fieldset>
      <fieldset className="segments">
        <legend className="visually-hidden">Mode</legend>
        {MODES.map((entry) => (
          <button
            key={entry.mode}
            type="button"
            title={entry.hint}
            aria-pressed={mode === entry.mode}
            onClick={() => actions.setMode(entry.mode)}
          >
            {entry.label}
          </button>
        ))}
      </fieldset>
      <fieldset className="segments">
        <legend className="visually-hidden">Path</legend>
        <button
          type="button"
          aria-pressed={layout === 'spiral'}
          onClick={() => actions.setPreferences({ layout: 'spiral' })}
        >
          Spiral
        </button>
        <button
          type="button"
          aria-pressed={layout === 'line'}
          onClick={() => actions.setPreferences({ layout: 'line' })}
        >
          Line
        </button>
      </fieldset>
      <span className="form">
        <button type="button" disabled={outline.length === 0} onClick={actions.replayEmbedding}>
          Show the form again
        </button>
        <FormScrub session={session} />
      </span>
      {!isHandheld && enter}
    </div>
  )
}

/** From the path (left) to the cloud (right). */
function FormScrub({ session }: { session: Session }) {
  const { frameState, actions } = session
  const [progress, setProgress] = useState(0)
  useEffect(() => {
    const timer = window.setInterval(() => setProgress(frameState.boxes.embedding.progress), 100)
    return () => window.clearInterval(timer)
  }, [frameState])
  return (
    <input
      className="scrub"
      type="range"
      aria-label="From path to cloud"
      min={0}
      max={1}
      step={0.001}
      value={progress}
      onChange={(event) => {
        const to = Number(event.target.value)
        // At once, or React would put the old value back under the visitor's finger.
        setProgress(to)
        actions.scrubEmbedding(to)
      }}
    />
  )
}

function EnterVR({ session }: { session: Session }) {
  const supported = useXRSupport('immersive-vr')
  if (isHandheld && !supported) return null
  return (
    <button
      type="button"
      className="enter"
      disabled={!supported}
      title={supported ? 'Stand inside the song' : 'No headset found; open this page in a headset’s browser'}
      onClick={() => void session.enterVR()}
    >
      Enter VR
    </button>
  )
}
