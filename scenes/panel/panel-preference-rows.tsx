import { Container } from '@react-three/uikit'
import { useRef } from 'react'
import { useStore } from 'zustand'
import {
  CHOICES,
  type ChoiceKey,
  RANGES,
  type RangeKey,
  type SwitchKey,
  snapToStep,
  toggleMute,
} from '../state/preference-options.ts'
import type { Preferences } from '../state/preferences.ts'
import { useSceneContext, useXRLabels } from '../state/scene-context.ts'
import { PanelButton } from './panel-button.tsx'
import { PanelRow } from './panel-row.tsx'
import { PanelSegmentedControl } from './panel-segmented-control.tsx'
import { PanelSlider } from './panel-slider.tsx'
import { PanelToggle } from './panel-toggle.tsx'

const useLanguage = (): string => useStore(useSceneContext().store, (state) => state.language)

function usePreference<K extends keyof Preferences>(key: K): [Preferences[K], (value: Preferences[K]) => void] {
  const { store, actions } = useSceneContext()
  const value = useStore(store, (state) => state.preferences[key])
  return [value, (newValue) => actions.setPreferences({ [key]: newValue })]
}

export function ChoiceRow<K extends ChoiceKey>({ preference }: { preference: K }) {
  const [value, setValue] = usePreference(preference)
  const labels = useXRLabels()
  const options = CHOICES[preference].map((value) => ({ value, name: labels[value] }))
  return (
    <PanelSegmentedControl<Preferences[K]>
      name={labels[preference]}
      options={options}
      value={value}
      onChoose={setValue}
    />
  )
}

export function SwitchRow({ preference }: { preference: SwitchKey }) {
  const [on, setValue] = usePreference(preference)
  return <PanelToggle label={useXRLabels()[preference]} on={on} onChange={setValue} />
}

export function RangeRow({ preference }: { preference: RangeKey }) {
  const [value, setValue] = usePreference(preference)
  const range = RANGES[preference]
  const language = useLanguage()
  return (
    <PanelSlider
      label={useXRLabels()[preference]}
      value={(value - range.min) / (range.max - range.min)}
      valueText={range.format(value, language)}
      onSlide={(share) => {
        const newValue = snapToStep(range, share)
        if (newValue !== value) setValue(newValue)
      }}
    />
  )
}

export function VolumeRow() {
  const [volume, setValue] = usePreference('volume')
  const labels = useXRLabels()
  const audibleVolume = useRef(volume)
  if (volume > 0) audibleVolume.current = volume
  return (
    <PanelRow>
      <Container flexGrow={1} flexBasis={0} flexDirection="column">
        <RangeRow preference="volume" />
      </Container>
      <PanelButton
        label={labels.mute}
        on={volume === 0}
        width={96}
        onPress={() => setValue(toggleMute(volume, audibleVolume.current))}
      />
    </PanelRow>
  )
}
