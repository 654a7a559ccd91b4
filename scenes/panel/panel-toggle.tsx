import { Container } from '@react-three/uikit'
import { PanelText } from './panel-text.tsx'
import {
  ACCENT_COLOR,
  BORDER_COLOR,
  BUTTON_COLOR,
  BUTTON_HEIGHT_PX,
  HOVER_COLOR,
  MUTED_COLOR,
  PRESSED_COLOR,
} from './panel-theme.ts'
import { usePanelControl } from './use-panel-control.ts'

/** A switch; its state shows in the position of the knob too, not only in color. */
export function PanelToggle({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  const ref = usePanelControl({ label, value: on })
  return (
    <Container
      ref={ref}
      pointerEvents="auto"
      flexGrow={1}
      flexBasis={0}
      height={BUTTON_HEIGHT_PX}
      paddingX={16}
      flexDirection="row"
      alignItems="center"
      gap={8}
      borderRadius={15}
      backgroundColor={BUTTON_COLOR}
      hover={{ backgroundColor: HOVER_COLOR }}
      active={{ backgroundColor: PRESSED_COLOR }}
      onClick={() => onChange(!on)}
    >
      <PanelText>{label}</PanelText>
      <Container
        pointerEvents="none"
        width={56}
        flexShrink={0}
        height={30}
        padding={4}
        flexDirection="row"
        justifyContent={on ? 'flex-end' : 'flex-start'}
        borderRadius={15}
        backgroundColor={on ? ACCENT_COLOR : BORDER_COLOR}
      >
        <Container width={22} height={22} borderRadius={11} backgroundColor={on ? '#ffffff' : MUTED_COLOR} />
      </Container>
    </Container>
  )
}
