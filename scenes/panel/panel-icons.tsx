import { Container } from '@react-three/uikit'

// Icons are made of containers only, which need no draw call of their own.
const ICON_SIZE_PX = 30

const Bar = ({ color }: { color: string }) => (
  <Container width={8} height={ICON_SIZE_PX} borderRadius={2.5} backgroundColor={color} />
)

/** The right or left half of a square that stands on its corner. */
function Triangle({ color, left = false }: { color: string; left?: boolean }) {
  const side = ICON_SIZE_PX / Math.SQRT2
  return (
    <Container width={ICON_SIZE_PX * 0.8} height={ICON_SIZE_PX} overflow="hidden" transformRotateZ={left ? 180 : 0}>
      <Container
        positionType="absolute"
        positionLeft={-side / 2}
        positionTop={(ICON_SIZE_PX - side) / 2}
        width={side}
        height={side}
        transformScaleX={1.6}
      >
        <Container width={side} height={side} transformRotateZ={45} backgroundColor={color} borderRadius={2} />
      </Container>
    </Container>
  )
}

export const PlayIcon = ({ color }: { color: string }) => <Triangle color={color} />

export const PauseIcon = ({ color }: { color: string }) => (
  <Container flexDirection="row" gap={8}>
    <Bar color={color} />
    <Bar color={color} />
  </Container>
)

export const StepIcon = ({ color, back = false }: { color: string; back?: boolean }) => (
  <Container flexDirection={back ? 'row' : 'row-reverse'} gap={3}>
    <Bar color={color} />
    <Triangle color={color} left={back} />
  </Container>
)
