import { Container, Text, type VanillaContainer, type VanillaText } from '@react-three/uikit'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { clock } from '../state/format-time.ts'
import { useRoom, useRoomWords } from '../state/ui-store.ts'
import { useControl } from './panel-controls.tsx'
import { useDrag } from './panel-slider.tsx'
import { INK, INNER, SOFT } from './panel-theme.ts'
import { SEGMENTS, trackColors } from './track-colors.ts'

const GAP = 2
const THUMB = 8
/** Milliseconds between two looks at the playhead, and between two seeks of a drag. */
const LOOK = 100
const SEEK = 50

/** The song as a rainbow: what has been played is bright; touched it goes there, and dragged it follows. */
export function SongTrack() {
  const { store, live, actions } = useRoom()
  const words = useRoomWords()
  const duration = useStore(store, (state) => state.duration)
  const outline = useStore(store, (state) => state.outline)
  const palette = useStore(store, (state) => state.preferences.palette)
  const [reached, setReached] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: live is mutable; these two say when its colors are new
  const colors = useMemo(() => trackColors(live), [live, outline, palette])
  const track = useControl({ label: words.seek, value: duration > 0 ? reached / SEGMENTS : 0, slides: true })
  const thumb = useRef<VanillaContainer>(null)
  const time = useRef<VanillaText>(null)
  const said = useRef({ text: '', at: -1, soughtAt: 0, dragging: false })

  const show = (seconds: number, digits: number) => {
    const share = duration > 0 ? Math.min(1, seconds / duration) : 0
    const now = said.current
    const at = Math.round(share * (INNER - THUMB) * 2) / 2
    if (at !== now.at) thumb.current?.setProperties({ transformTranslateX: at })
    const text = clock(seconds, digits)
    if (text !== now.text) time.current?.setProperties({ text })
    Object.assign(now, { at, text })
    setReached(Math.round(share * SEGMENTS))
  }
  const latest = useRef(show)
  latest.current = show
  // Whatever is rendered anew forgets what was shown in between.
  useEffect(() => {
    Object.assign(said.current, { at: -1, text: '' })
    if (!said.current.dragging) latest.current(live.time, 0)
  })
  useEffect(() => {
    const timer = window.setInterval(() => {
      if (!said.current.dragging) latest.current(live.time, 0)
    }, LOOK)
    return () => window.clearInterval(timer)
  }, [live])

  const drag = useDrag(track, (share, done) => {
    const now = said.current
    now.dragging = !done
    const seconds = share * duration
    show(seconds, done ? 0 : 1)
    // Each seek starts voices anew; so many in a row are enough to hear where one is.
    const at = performance.now()
    if (!done && at - now.soughtAt < SEEK) return
    now.soughtAt = at
    actions.seek(seconds)
  })
  return (
    <Container flexDirection="column" gap={4}>
      <Container
        ref={track}
        pointerEvents="auto"
        width={INNER}
        height={58}
        flexDirection="row"
        alignItems="center"
        gap={GAP}
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
          width={THUMB}
          height={50}
          borderRadius={4}
          backgroundColor="#ffffff"
        />
      </Container>
      <Container flexDirection="row" justifyContent="space-between">
        <Text ref={time} width={120} fontSize={22} color={INK}>
          0:00
        </Text>
        <Text fontSize={22} color={SOFT}>
          {clock(duration)}
        </Text>
      </Container>
    </Container>
  )
}
