import { Container } from '@react-three/uikit'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import {
  CHOICES,
  type ChoiceKey,
  muted,
  percent,
  RANGES,
  type RangeKey,
  type SwitchKey,
  valueAt,
} from '../state/preference-labels.ts'
import type { Preferences } from '../state/preferences.ts'
import { type Mode, useRoom, useRoomWords } from '../state/ui-store.ts'
import { Key, Row, Segments, Toggle } from './panel-controls.tsx'
import { Slider } from './panel-slider.tsx'

const MODES: readonly Mode[] = ['ride', 'walk', 'roam']

export function SongPage() {
  const { store, actions } = useRoom()
  const mode = useStore(store, (state) => state.mode)
  const words = useRoomWords()
  const modes = MODES.map((value) => ({ value, name: words[value] }))
  return (
    <>
      <Segments name={words.mode} options={modes} value={mode} onChoose={actions.setMode} />
      <ChoiceRow of="layout" />
      <VolumeRow />
      <Row>
        <Key label={words.showForm} onPress={actions.showForm} />
      </Row>
    </>
  )
}

export function LookPage() {
  const { store, actions } = useRoom()
  const words = useRoomWords()
  const trust = useStore(store, (state) => state.trustShown)
  return (
    <>
      <ChoiceRow of="palette" />
      <Row>
        <Switch of="labels" />
        <Switch of="captions" />
      </Row>
      <Row>
        <Toggle label={words.trust} on={trust} onChange={(trustShown) => store.setState({ trustShown })} />
        <Key label={words.resetSize} onPress={actions.resetSize} />
      </Row>
      <FormSlider />
    </>
  )
}

export function MovePage() {
  const { actions } = useRoom()
  const words = useRoomWords()
  return (
    <>
      <ChoiceRow of="moving" />
      <ChoiceRow of="turning" />
      <RangeRow of="speed" />
      <Row>
        <Switch of="flying" />
        <Key label={words.recenter} onPress={actions.recenter} />
      </Row>
    </>
  )
}

export function ComfortPage() {
  return (
    <>
      <RangeRow of="vignette" />
      <Row>
        <Switch of="seated" />
        <Switch of="leftHanded" />
      </Row>
      <Row>
        <Switch of="dwell" />
        <Switch of="calm" />
      </Row>
    </>
  )
}

/** From the path (left) to the cloud (right). */
function FormSlider() {
  const { live, actions } = useRoom()
  const words = useRoomWords()
  const [progress, setProgress] = useState(live.form.progress)
  useEffect(() => {
    const timer = window.setInterval(() => setProgress(Math.round(live.form.progress * 50) / 50), 100)
    return () => window.clearInterval(timer)
  }, [live])
  return (
    <Slider
      label={words.form}
      value={progress}
      says={percent(progress)}
      onSlide={(share) => {
        setProgress(share)
        actions.scrubForm(share)
      }}
    />
  )
}

function usePreference<K extends keyof Preferences>(key: K): [Preferences[K], (value: Preferences[K]) => void] {
  const { store, actions } = useRoom()
  const value = useStore(store, (state) => state.preferences[key])
  return [value, (to) => actions.prefer({ [key]: to })]
}

function ChoiceRow<K extends ChoiceKey>({ of }: { of: K }) {
  const [value, prefer] = usePreference(of)
  const words = useRoomWords()
  const options = CHOICES[of].options.map((value) => ({ value, name: words[value] }))
  return <Segments<Preferences[K]> name={words[of]} options={options} value={value} onChoose={prefer} />
}

function Switch({ of }: { of: SwitchKey }) {
  const [on, prefer] = usePreference(of)
  return <Toggle label={useRoomWords()[of]} on={on} onChange={prefer} />
}

function RangeRow({ of }: { of: RangeKey }) {
  const [value, prefer] = usePreference(of)
  const range = RANGES[of]
  return (
    <Slider
      label={useRoomWords()[of]}
      value={(value - range.min) / (range.max - range.min)}
      says={range.say(value)}
      onSlide={(share) => {
        const to = valueAt(range, share)
        if (to !== value) prefer(to)
      }}
    />
  )
}

function VolumeRow() {
  const [volume, prefer] = usePreference('volume')
  const words = useRoomWords()
  const before = useRef(volume)
  if (volume > 0) before.current = volume
  return (
    <Row>
      <Container flexGrow={1} flexBasis={0} flexDirection="column">
        <RangeRow of="volume" />
      </Container>
      <Key label={words.mute} on={volume === 0} width={96} onPress={() => prefer(muted(volume, before.current))} />
    </Row>
  )
}
