import { Container, Text } from '@react-three/uikit'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { rainbow } from './geometry/palette.ts'
import { type Mode, useRoom } from './room.ts'

const SEGMENTS = 28
const MODES: readonly { mode: Mode; label: string }[] = [
  { mode: 'ride', label: 'Ride' },
  { mode: 'walk', label: 'Walk' },
  { mode: 'roam', label: 'Roam' },
]

const hex = (channel: number) =>
  Math.round(255 * (channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055))
    .toString(16)
    .padStart(2, '0')
const TRACK = Array.from(
  { length: SEGMENTS },
  (_, k) =>
    `#${rainbow(k / (SEGMENTS - 1))
      .map(hex)
      .join('')}`,
)

/** The small panel beside the visitor in the headset: the same controls as the page. */
export function Panel() {
  const { store, actions } = useRoom()
  const { title, playing, mode } = useStore(store)
  return (
    <group position={[-0.42, 1.12, -0.5]} rotation={[-0.45, 0.62, 0, 'YXZ']}>
      <Container
        pixelSize={0.00092}
        width={470}
        padding={22}
        gap={16}
        flexDirection="column"
        borderRadius={26}
        backgroundColor="#0b0e17"
        borderWidth={1.5}
        borderColor="#2b3350"
        // Above the light that is added to the floor.
        renderOrder={10}
      >
        <Text fontSize={25} fontWeight="medium" color="#eef1fb">
          {title || 'songwalk'}
        </Text>
        <SeekTrack />
        <Container flexDirection="row" gap={10}>
          <Key label="Previous" onPress={() => actions.step(-1)} />
          <Key label={playing ? 'Pause' : 'Play'} strong onPress={playing ? actions.pause : actions.play} />
          <Key label="Next" onPress={() => actions.step(1)} />
        </Container>
        <Container flexDirection="row" gap={10}>
          {MODES.map((entry) => (
            <Key
              key={entry.mode}
              label={entry.label}
              lit={mode === entry.mode}
              onPress={() => actions.setMode(entry.mode)}
            />
          ))}
          <Key label="Exit" onPress={actions.exit} />
        </Container>
      </Container>
    </group>
  )
}

function Key({
  label,
  onPress,
  strong = false,
  lit = false,
}: {
  label: string
  onPress: () => void
  strong?: boolean
  lit?: boolean
}) {
  const resting = strong ? '#dfe6ff' : lit ? '#3a4a86' : '#1a2036'
  return (
    <Container
      flexGrow={1}
      flexBasis={0}
      height={64}
      alignItems="center"
      justifyContent="center"
      borderRadius={16}
      backgroundColor={resting}
      hover={{ backgroundColor: strong ? '#ffffff' : '#4d5fa6' }}
      onClick={onPress}
    >
      <Text fontSize={22} fontWeight="medium" color={strong ? '#10131f' : '#eef1fb'}>
        {label}
      </Text>
    </Container>
  )
}

/** The rainbow track: what has been played is bright; touching it goes there. */
function SeekTrack() {
  const { store, live, actions } = useRoom()
  const duration = useStore(store, (state) => state.duration)
  const [reached, setReached] = useState(0)
  useEffect(() => {
    const timer = window.setInterval(
      () => setReached(duration > 0 ? Math.round((live.time / duration) * SEGMENTS) : 0),
      200,
    )
    return () => window.clearInterval(timer)
  }, [live, duration])
  return (
    <Container flexDirection="row" gap={2} height={44} alignItems="center">
      {TRACK.map((color, k) => (
        <Container
          key={color}
          flexGrow={1}
          flexBasis={0}
          height={34}
          borderRadius={5}
          backgroundColor={color}
          opacity={k < reached ? 1 : 0.28}
          hover={{ opacity: 0.8 }}
          onClick={() => actions.seek((k / SEGMENTS) * duration)}
        />
      ))}
    </Container>
  )
}
