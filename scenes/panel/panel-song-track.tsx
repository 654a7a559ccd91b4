import { Container, Text, type VanillaContainer, type VanillaText } from '@react-three/uikit'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { formatTime } from '../state/format-time.ts'
import { useSceneContext, useXRLabels } from '../state/ui-store.ts'
import { usePoll } from '../state/use-poll.ts'
import { usePanelControl } from './panel-controls.tsx'
import { usePanelDrag } from './panel-slider.tsx'
import { CONTENT_WIDTH_PX, MUTED_COLOR, TEXT_COLOR } from './panel-theme.ts'
import { computeTrackColors, TRACK_SEGMENTS } from './track-colors.ts'

const SEGMENT_GAP_PX = 2
const THUMB_WIDTH_PX = 8
/** Between two seeks of a drag. */
const MIN_SEEK_INTERVAL_MS = 50

/** The song as a rainbow: what has been played is bright; touched it goes there, and dragged it follows. */
export function PanelSongTrack() {
  const { store, frameState, actions } = useSceneContext()
  const words = useXRLabels()
  const duration = useStore(store, (state) => state.duration)
  const outline = useStore(store, (state) => state.outline)
  const palette = useStore(store, (state) => state.preferences.palette)
  const [reached, setReached] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the frame state is mutable; these two say when its colors are new
  const colors = useMemo(() => computeTrackColors(frameState.boxes), [frameState, outline, palette])
  const track = usePanelControl({
    label: words.seek,
    value: duration > 0 ? reached / TRACK_SEGMENTS : 0,
    isSlider: true,
  })
  const thumb = useRef<VanillaContainer>(null)
  const time = useRef<VanillaText>(null)
  const said = useRef({ text: '', at: -1, soughtAt: 0, dragging: false })

  const show = (seconds: number, digits: number) => {
    const share = duration > 0 ? Math.min(1, seconds / duration) : 0
    const now = said.current
    const at = Math.round(share * (CONTENT_WIDTH_PX - THUMB_WIDTH_PX) * 2) / 2
    if (at !== now.at) thumb.current?.setProperties({ transformTranslateX: at })
    const text = formatTime(seconds, digits)
    if (text !== now.text) time.current?.setProperties({ text })
    Object.assign(now, { at, text })
    setReached(Math.round(share * TRACK_SEGMENTS))
  }
  // Whatever is rendered anew forgets what was shown in between.
  useEffect(() => {
    Object.assign(said.current, { at: -1, text: '' })
    if (!said.current.dragging) show(frameState.playhead.time, 0)
  })
  usePoll(() => {
    if (!said.current.dragging) show(frameState.playhead.time, 0)
  })

  const drag = usePanelDrag(track, (share, done) => {
    const now = said.current
    now.dragging = !done
    const seconds = share * duration
    show(seconds, done ? 0 : 1)
    // Each seek starts voices anew; so many in a row are enough to hear where one is.
    const at = performance.now()
    if (!done && at - now.soughtAt < MIN_SEEK_INTERVAL_MS) return
    now.soughtAt = at
    actions.seek(seconds)
  })
  return (
    <Container flexDirection="column" gap={4}>
      <Container
        ref={track}
        pointerEvents="auto"
        width={CONTENT_WIDTH_PX}
        height={58}
        flexDirection="row"
        alignItems="center"
        gap={SEGMENT_GAP_PX}
        borderRadius={12}
        {...drag}
      >
        {colors.map((color, k) => (
          <Container
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity; greys repeat
            key={k}
            pointerEvents="none"
            flexGrow={1}
            flexBasis={0}
            height={34}
            borderRadius={4}
            backgroundColor={color}
            opacity={k < reached ? 1 : 0.45}
          />
        ))}
        <Container
          ref={thumb}
          pointerEvents="none"
          positionType="absolute"
          positionLeft={0}
          positionTop={4}
          width={THUMB_WIDTH_PX}
          height={50}
          borderRadius={4}
          backgroundColor="#ffffff"
        />
      </Container>
      <Container flexDirection="row" justifyContent="space-between">
        <Text ref={time} width={120} fontSize={22} color={TEXT_COLOR}>
          0:00
        </Text>
        <Text fontSize={22} color={MUTED_COLOR}>
          {formatTime(duration)}
        </Text>
      </Container>
    </Container>
  )
}
