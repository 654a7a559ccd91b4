import { Container } from '@react-three/uikit'

/** Signs made of panels alone: they cost no draw call of their own. */
const SIZE = 30

const Bar = ({ color }: { color: string }) => (
  <Container width={8} height={SIZE} borderRadius={2.5} backgroundColor={color} />
)

/** Half of a square that stands on its corner. */
function Triangle({ color, left = false }: { color: string; left?: boolean }) {
  const side = SIZE / Math.SQRT2
  return (
    <Container width={SIZE * 0.8} height={SIZE} overflow="hidden" transformRotateZ={left ? 180 : 0}>
      <Container
        positionType="absolute"
        positionLeft={-side / 2}
        positionTop={(SIZE - side) / 2}
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
