import { Container, Text } from '@react-three/uikit'
import { useAccent } from './panel-accent.tsx'
import { PanelRow, PanelRowLabel } from './panel-row.tsx'
import { BUTTON_HEIGHT_PX, HOVER_COLOR, LINE_COLOR, MUTED_COLOR } from './panel-theme.ts'
import { replaceMissingGlyphs } from './replace-missing-glyphs.ts'
import { usePanelControl } from './use-panel-control.ts'
import { usePanelDirection } from './use-panel-direction.ts'
import { usePanelDrag } from './use-panel-drag.ts'

const KNOB_SIZE_PX = 22

export function PanelSlider({
  label,
  value,
  valueText,
  onSlide,
}: {
  label: string
  /** 0-1. */
  value: number
  valueText: string
  onSlide: (share: number) => void
}) {
  const accent = useAccent()
  const ref = usePanelControl({ label, value, isSlider: true })
  const { isMirrored, end } = usePanelDirection()
  const drag = usePanelDrag(ref, (share) => onSlide(isMirrored ? 1 - share : share))
  return (
    <PanelRow>
      <PanelRowLabel>{label}</PanelRowLabel>
      <Container
        ref={ref}
        pointerEvents="auto"
        flexGrow={1}
        flexBasis={0}
        height={BUTTON_HEIGHT_PX}
        alignItems="center"
        flexDirection="row"
        paddingX={KNOB_SIZE_PX / 2}
        borderRadius={15}
        hover={{ backgroundColor: HOVER_COLOR }}
        {...drag}
      >
        <Container
          pointerEvents="none"
          flexGrow={1}
          height={4}
          borderRadius={2}
          alignItems={isMirrored ? 'flex-end' : 'flex-start'}
          backgroundColor={LINE_COLOR}
        >
          <Container
            width={`${value * 100}%`}
            height={4}
            borderRadius={2}
            backgroundColor={accent}
            positionType="relative"
          >
            <Container
              positionType="absolute"
              {...{ [isMirrored ? 'positionLeft' : 'positionRight']: -KNOB_SIZE_PX / 2 }}
              positionTop={2 - KNOB_SIZE_PX / 2}
              width={KNOB_SIZE_PX}
              height={KNOB_SIZE_PX}
              borderRadius={KNOB_SIZE_PX / 2}
              backgroundColor="#ffffff"
            />
          </Container>
        </Container>
      </Container>
      <Text width={84} flexShrink={0} textAlign={end} fontSize={22} color={MUTED_COLOR}>
        {replaceMissingGlyphs(valueText)}
      </Text>
    </PanelRow>
  )
}
