import { useStore } from 'zustand'
import { resetArScale, restartPlacement, setArSize } from '../ar/ar-scale.ts'
import { formatPercent } from '../state/format-number.ts'
import { locomotionModes, useSceneContext, useXRLabels } from '../state/scene-context.ts'
import { usePolledValue } from '../state/use-poll.ts'
import { PanelButton } from './panel-button.tsx'
import { ChoiceRow, RangeRow, SwitchRow, VolumeRow } from './panel-preference-rows.tsx'
import { PanelRow } from './panel-row.tsx'
import { PanelSegmentedControl } from './panel-segmented-control.tsx'
import { PanelSlider } from './panel-slider.tsx'
import { PanelToggle } from './panel-toggle.tsx'

export function SongPage() {
  const { store, actions } = useSceneContext()
  const mode = useStore(store, (state) => state.mode)
  const labels = useXRLabels()
  const inAR = useStore(store, (state) => state.xrMode === 'ar')
  // The ride cannot move the camera of a real room.
  const modes = locomotionModes
    .filter((value) => !(inAR && value === 'ride'))
    .map((value) => ({ value, name: labels[value] }))
  return (
    <>
      <PanelSegmentedControl name={labels.mode} options={modes} value={mode} onChoose={actions.setMode} />
      <ChoiceRow preference="layout" />
      <VolumeRow />
      <PanelRow>
        <PanelButton label={labels.showForm} onPress={actions.replayEmbedding} />
      </PanelRow>
    </>
  )
}

export function LookPage() {
  const { store, actions } = useSceneContext()
  const labels = useXRLabels()
  const trustShown = useStore(store, (state) => state.trustShown)
  return (
    <>
      <ChoiceRow preference="palette" />
      <PanelRow>
        <SwitchRow preference="labels" />
        <SwitchRow preference="captions" />
      </PanelRow>
      <PanelRow>
        <PanelToggle label={labels.trust} on={trustShown} onChange={(trustShown) => store.setState({ trustShown })} />
        <PanelButton label={labels.resetSize} onPress={actions.resetPlacement} />
      </PanelRow>
      <EmbeddingSlider />
    </>
  )
}

export function MovePage() {
  const { actions } = useSceneContext()
  const labels = useXRLabels()
  return (
    <>
      <ChoiceRow preference="moving" />
      <ChoiceRow preference="turning" />
      <RangeRow preference="speed" />
      <PanelRow>
        <SwitchRow preference="flying" />
        <PanelButton label={labels.recenter} onPress={actions.recenter} />
      </PanelRow>
    </>
  )
}

/** Where the song stands in the real room, and how large. */
export function PlacePage() {
  const context = useSceneContext()
  const labels = useXRLabels()
  const size = useStore(context.store, ({ ar }) => ar.size)
  const sizes = [
    { value: 'table', name: labels.onTable },
    { value: 'room', name: labels.fillRoom },
  ] as const
  return (
    <>
      <PanelSegmentedControl
        name={labels.place}
        options={sizes}
        value={size}
        onChoose={(value) => setArSize(context, value)}
      />
      <PanelRow>
        <PanelButton label={labels.placeAgain} onPress={() => restartPlacement(context)} />
        <PanelButton label={labels.sizeBack} onPress={() => resetArScale(context)} />
      </PanelRow>
    </>
  )
}

/** In a real room nothing moves the visitor, and the gaze does not point. */
export function ComfortPage() {
  const inAR = useStore(useSceneContext().store, (state) => state.xrMode === 'ar')
  return (
    <>
      <ChoiceRow preference="space" />
      <ChoiceRow preference="output" />
      {!inAR && <RangeRow preference="vignette" />}
      <PanelRow>
        {!inAR && <SwitchRow preference="seated" />}
        <SwitchRow preference="leftHanded" />
      </PanelRow>
      <PanelRow>
        {!inAR && <SwitchRow preference="dwell" />}
        <SwitchRow preference="calm" />
      </PanelRow>
      <PanelRow>
        <SwitchRow preference="touchSounds" />
        <SwitchRow preference="fetching" />
      </PanelRow>
    </>
  )
}

/** Moves the boxes between path (0 %) and cloud (100 %). */
function EmbeddingSlider() {
  const { store, frameState, actions } = useSceneContext()
  const labels = useXRLabels()
  const language = useStore(store, (state) => state.language)
  const [progress, setProgress] = usePolledValue(() => Math.round(frameState.boxes.embedding.progress * 50) / 50)
  return (
    <PanelSlider
      label={labels.form}
      value={progress}
      valueText={formatPercent(progress, language)}
      onSlide={(share) => {
        setProgress(share)
        actions.scrubEmbedding(share)
      }}
    />
  )
}
