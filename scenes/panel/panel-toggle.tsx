import { Container } from '@react-three/uikit'
import { useAccent } from './panel-accent.tsx'
import { PanelText } from './panel-text.tsx'
import { BUTTON_HEIGHT_PX, HOVER_COLOR, LINE_COLOR, MUTED_COLOR, PRESSED_COLOR } from './panel-theme.ts'
import { usePanelControl } from './use-panel-control.ts'
import { usePanelDirection } from './use-panel-direction.ts'

/** A switch; its state shows in the position of the knob too, not only in color. */
export function PanelToggle({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  const accent = useAccent()
  const { row } = usePanelDirection()
  const ref = usePanelControl({ label, value: on })
  return (
    <Container
      ref={ref}
      pointerEvents="auto"
      flexGrow={1}
      flexBasis={0}
      height={BUTTON_HEIGHT_PX}
      paddingX={16}
      flexDirection={row}
      alignItems="center"
      gap={8}
      borderRadius={15}
      backgroundColor="#ffffff08"
      borderWidth={1.5}
      borderColor={LINE_COLOR}
      hover={{ backgroundColor: HOVER_COLOR }}
      active={{ backgroundColor: PRESSED_COLOR }}
      onClick={() => onChange(!on)}
    >
      <PanelText>{label}</PanelText>
      <Container
        pointerEvents="none"
        width={50}
        flexShrink={0}
        height={26}
        padding={3}
        flexDirection={row}
        justifyContent={on ? 'flex-end' : 'flex-start'}
        borderRadius={13}
        borderWidth={1.5}
        borderColor={on ? accent : '#ffffff40'}
        backgroundColor={on ? `${accent}80` : '#ffffff00'}
      >
        <Container width={17} height={17} borderRadius={8.5} backgroundColor={on ? '#ffffff' : MUTED_COLOR} />
      </Container>
    </Container>
  )
}
