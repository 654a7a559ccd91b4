import { Container } from '@react-three/uikit'
import { useRef } from 'react'
import { useStore } from 'zustand'
import { formatPercent } from '../state/format-number.ts'
import {
  CHOICES,
  type ChoiceKey,
  RANGES,
  type RangeKey,
  type SwitchKey,
  snapToStep,
  toggleMute,
} from '../state/preference-labels.ts'
import type { Preferences } from '../state/preferences.ts'
import { locomotionModes, useSceneContext, useXRLabels } from '../state/ui-store.ts'
import { usePolledValue } from '../state/use-poll.ts'
import { PanelButton, PanelRow, PanelSegmentedControl, PanelToggle } from './panel-controls.tsx'
import { PanelSlider } from './panel-slider.tsx'

export function SongPage() {
  const { store, actions } = useSceneContext()
  const mode = useStore(store, (state) => state.mode)
  const words = useXRLabels()
  const modes = locomotionModes.map((value) => ({ value, name: words[value] }))
  return (
    <>
      <PanelSegmentedControl name={words.mode} options={modes} value={mode} onChoose={actions.setMode} />
      <ChoiceRow of="layout" />
      <VolumeRow />
      <PanelRow>
        <PanelButton label={words.showForm} onPress={actions.replayEmbedding} />
      </PanelRow>
    </>
  )
}

export function LookPage() {
  const { store, actions } = useSceneContext()
  const words = useXRLabels()
  const trust = useStore(store, (state) => state.trustShown)
  return (
    <>
      <ChoiceRow of="palette" />
      <PanelRow>
        <SwitchRow of="labels" />
        <SwitchRow of="captions" />
      </PanelRow>
      <PanelRow>
        <PanelToggle label={words.trust} on={trust} onChange={(trustShown) => store.setState({ trustShown })} />
        <PanelButton label={words.resetSize} onPress={actions.resetPlacement} />
      </PanelRow>
      <EmbeddingSlider />
    </>
  )
}

export function MovePage() {
  const { actions } = useSceneContext()
  const words = useXRLabels()
  return (
    <>
      <ChoiceRow of="moving" />
      <ChoiceRow of="turning" />
      <RangeRow of="speed" />
      <PanelRow>
        <SwitchRow of="flying" />
        <PanelButton label={words.recenter} onPress={actions.recenter} />
      </PanelRow>
    </>
  )
}

export function ComfortPage() {
  return (
    <>
      <RangeRow of="vignette" />
      <PanelRow>
        <SwitchRow of="seated" />
        <SwitchRow of="leftHanded" />
      </PanelRow>
      <PanelRow>
        <SwitchRow of="dwell" />
        <SwitchRow of="calm" />
      </PanelRow>
    </>
  )
}

/** From the path (left) to the cloud (right). */
function EmbeddingSlider() {
  const { frameState, actions } = useSceneContext()
  const words = useXRLabels()
  const language = useLanguage()
  const [progress, setProgress] = usePolledValue(() => Math.round(frameState.boxes.embedding.progress * 50) / 50)
  return (
    <PanelSlider
      label={words.form}
      value={progress}
      says={formatPercent(progress, language)}
      onSlide={(share) => {
        setProgress(share)
        actions.scrubEmbedding(share)
      }}
    />
  )
}

const useLanguage = (): string => useStore(useSceneContext().store, (state) => state.language)

function usePreference<K extends keyof Preferences>(key: K): [Preferences[K], (value: Preferences[K]) => void] {
  const { store, actions } = useSceneContext()
  const value = useStore(store, (state) => state.preferences[key])
  return [value, (to) => actions.setPreferences({ [key]: to })]
}

function ChoiceRow<K extends ChoiceKey>({ of }: { of: K }) {
  const [value, prefer] = usePreference(of)
  const words = useXRLabels()
  const options = CHOICES[of].map((value) => ({ value, name: words[value] }))
  return <PanelSegmentedControl<Preferences[K]> name={words[of]} options={options} value={value} onChoose={prefer} />
}

function SwitchRow({ of }: { of: SwitchKey }) {
  const [on, prefer] = usePreference(of)
  return <PanelToggle label={useXRLabels()[of]} on={on} onChange={prefer} />
}

function RangeRow({ of }: { of: RangeKey }) {
  const [value, prefer] = usePreference(of)
  const range = RANGES[of]
  const language = useLanguage()
  return (
    <PanelSlider
      label={useXRLabels()[of]}
      value={(value - range.min) / (range.max - range.min)}
      says={range.format(value, language)}
      onSlide={(share) => {
        const to = snapToStep(range, share)
        if (to !== value) prefer(to)
      }}
    />
  )
}

function VolumeRow() {
  const [volume, prefer] = usePreference('volume')
  const words = useXRLabels()
  const before = useRef(volume)
  if (volume > 0) before.current = volume
  return (
    <PanelRow>
      <Container flexGrow={1} flexBasis={0} flexDirection="column">
        <RangeRow of="volume" />
      </Container>
      <PanelButton
        label={words.mute}
        on={volume === 0}
        width={96}
        onPress={() => prefer(toggleMute(volume, before.current))}
      />
    </PanelRow>
  )
}
