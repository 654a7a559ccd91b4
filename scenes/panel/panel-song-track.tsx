import { Container, Text, type VanillaContainer, type VanillaText } from '@react-three/uikit'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { formatTime } from '../../audio/format-time.ts'
import type { Seconds } from '../../audio/units.ts'
import { useSceneContext, useXRLabels } from '../state/scene-context.ts'
import { usePoll } from '../state/use-poll.ts'
import { useTrackColors } from './panel-accent.tsx'
import { CONTENT_WIDTH_PX, MUTED_COLOR, TEXT_COLOR } from './panel-theme.ts'
import { computeTrackHeights, MIN_SEGMENT_HEIGHT_PX, TRACK_SEGMENTS } from './track-colors.ts'
import { usePanelControl } from './use-panel-control.ts'
import { usePanelDrag } from './use-panel-drag.ts'

const SEGMENT_GAP_PX = 2
const THUMB_WIDTH_PX = 4
/** Between two seeks of a drag: each restarts the voices. */
const MIN_SEEK_INTERVAL_MS = 50

/** The seek bar: segments as high as they are loud, in the colors of their chunks, bright up to the playhead; pressing or dragging seeks. */
export function PanelSongTrack() {
  const { store, frameState, actions } = useSceneContext()
  const labels = useXRLabels()
  const duration = useStore(store, (state) => state.duration)
  const outline = useStore(store, (state) => state.outline)
  const [playedSegments, setPlayedSegments] = useState(0)
  const colors = useTrackColors()
  const heights = useMemo(() => computeTrackHeights(outline), [outline])
  const track = usePanelControl({
    label: labels.seek,
    value: duration > 0 ? playedSegments / TRACK_SEGMENTS : 0,
    isSlider: true,
  })
  const thumb = useRef<VanillaContainer>(null)
  const time = useRef<VanillaText>(null)
  const shown = useRef({ text: '', thumbX: -1, seekedAt: 0, dragging: false })

  const show = (seconds: Seconds, digits: number) => {
    const share = duration > 0 ? Math.min(1, seconds / duration) : 0
    const thumbX = Math.round(share * (CONTENT_WIDTH_PX - THUMB_WIDTH_PX) * 2) / 2
    if (thumbX !== shown.current.thumbX) thumb.current?.setProperties({ transformTranslateX: thumbX })
    const text = formatTime(seconds, digits)
    if (text !== shown.current.text) time.current?.setProperties({ text })
    shown.current.thumbX = thumbX
    shown.current.text = text
    setPlayedSegments(Math.round(share * TRACK_SEGMENTS))
  }
  // Rendering resets the properties that `show` has set.
  useEffect(() => {
    shown.current.thumbX = -1
    shown.current.text = ''
    if (!shown.current.dragging) show(frameState.playhead.time, 0)
  })
  usePoll(() => {
    if (frameState.panel.called && !shown.current.dragging) show(frameState.playhead.time, 0)
  })

  const drag = usePanelDrag(track, (share, done) => {
    shown.current.dragging = !done
    const seconds = share * duration
    show(seconds, done ? 0 : 1)
    const now = performance.now()
    if (!done && now - shown.current.seekedAt < MIN_SEEK_INTERVAL_MS) return
    shown.current.seekedAt = now
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
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the identity; colors repeat
            key={k}
            pointerEvents="none"
            flexGrow={1}
            flexBasis={0}
            height={heights[k] ?? MIN_SEGMENT_HEIGHT_PX}
            borderRadius={3}
            backgroundColor={color}
            opacity={k < playedSegments ? 1 : 0.45}
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
          borderRadius={2}
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
