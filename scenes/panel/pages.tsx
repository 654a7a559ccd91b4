import { Container, Text } from '@react-three/uikit'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import {
  CHOICES,
  type ChoiceKey,
  muted,
  RANGES,
  type RangeKey,
  SWITCHES,
  type SwitchKey,
  valueAt,
} from '../preference-words.ts'
import type { Preferences } from '../preferences.ts'
import { type Mode, useRoom } from '../room.ts'
import { Key, Row, Segments, Slider, Toggle } from './controls.tsx'
import { KEY, SOFT } from './look.ts'

const MODES: readonly { value: Mode; name: string }[] = [
  { value: 'ride', name: 'Ride' },
  { value: 'walk', name: 'Walk' },
  { value: 'roam', name: 'Roam' },
]

export function SongPage() {
  const { store, actions } = useRoom()
  const mode = useStore(store, (state) => state.mode)
  return (
    <>
      <Segments name="Mode" options={MODES} value={mode} onChoose={actions.setMode} />
      <ChoiceRow of="layout" />
      <VolumeRow />
      <Row>
        <Key label="Show the form again" onPress={actions.showForm} />
      </Row>
    </>
  )
}

export function LookPage() {
  const { store, actions } = useRoom()
  const trust = useStore(store, (state) => state.trustShown)
  return (
    <>
      <ChoiceRow of="palette" />
      <Row>
        <Switch of="labels" />
        <Switch of="captions" />
      </Row>
      <Row>
        <Toggle label="Trust" on={trust} onChange={(trustShown) => store.setState({ trustShown })} />
        <Key label="Back to its size" onPress={actions.resetSize} />
      </Row>
      <FormSlider />
    </>
  )
}

export function MovePage() {
  const { actions } = useRoom()
  return (
    <>
      <ChoiceRow of="moving" />
      <ChoiceRow of="turning" />
      <RangeRow of="speed" />
      <Row>
        <Switch of="flying" />
        <Key label="Recenter" onPress={actions.recenter} />
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
      <Container height={KEY} justifyContent="center">
        <Text fontSize={20} color={SOFT} textAlign="center">
          All this is remembered on this device.
        </Text>
      </Container>
    </>
  )
}

/** From the path (left) to the cloud (right). */
function FormSlider() {
  const { live, actions } = useRoom()
  const [progress, setProgress] = useState(live.form.progress)
  useEffect(() => {
    const timer = window.setInterval(() => setProgress(Math.round(live.form.progress * 50) / 50), 100)
    return () => window.clearInterval(timer)
  }, [live])
  return (
    <Slider
      label="Form"
      value={progress}
      says={progress === 0 ? 'path' : progress === 1 ? 'cloud' : ''}
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
  const { label, options } = CHOICES[of]
  return <Segments<Preferences[K] & string> name={label} options={options} value={value} onChoose={prefer} />
}

function Switch({ of }: { of: SwitchKey }) {
  const [on, prefer] = usePreference(of)
  return <Toggle label={SWITCHES[of].label} on={on} onChange={prefer} />
}

function RangeRow({ of }: { of: RangeKey }) {
  const [value, prefer] = usePreference(of)
  const range = RANGES[of]
  return (
    <Slider
      label={range.label}
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
  const before = useRef(volume)
  if (volume > 0) before.current = volume
  return (
    <Row>
      <Container flexGrow={1} flexBasis={0} flexDirection="column">
        <RangeRow of="volume" />
      </Container>
      <Key label="Mute" on={volume === 0} width={96} onPress={() => prefer(muted(volume, before.current))} />
    </Row>
  )
}
