import { Container, Text } from '@react-three/uikit'
import { PanelRow, PanelRowLabel } from './panel-row.tsx'
import { ACCENT_COLOR, BORDER_COLOR, BUTTON_COLOR, BUTTON_HEIGHT_PX, MUTED_COLOR } from './panel-theme.ts'
import { replaceMissingGlyphs } from './replace-missing-glyphs.ts'
import { usePanelControl } from './use-panel-control.ts'
import { usePanelDrag } from './use-panel-drag.ts'

const KNOB_SIZE_PX = 26

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
  const ref = usePanelControl({ label, value, isSlider: true })
  const drag = usePanelDrag(ref, onSlide)
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
        hover={{ backgroundColor: BUTTON_COLOR }}
        {...drag}
      >
        <Container pointerEvents="none" flexGrow={1} height={10} borderRadius={5} backgroundColor={BORDER_COLOR}>
          <Container
            width={`${value * 100}%`}
            height={10}
            borderRadius={5}
            backgroundColor={ACCENT_COLOR}
            positionType="relative"
          >
            <Container
              positionType="absolute"
              positionRight={-KNOB_SIZE_PX / 2}
              positionTop={5 - KNOB_SIZE_PX / 2}
              width={KNOB_SIZE_PX}
              height={KNOB_SIZE_PX}
              borderRadius={KNOB_SIZE_PX / 2}
              backgroundColor="#ffffff"
            />
          </Container>
        </Container>
      </Container>
      <Text width={84} flexShrink={0} textAlign="right" fontSize={22} color={MUTED_COLOR}>
        {replaceMissingGlyphs(valueText)}
      </Text>
    </PanelRow>
  )
}
