import { Container } from '@react-three/uikit'
import { useAccent } from './panel-accent.tsx'
import { PanelText } from './panel-text.tsx'
import { BUTTON_HEIGHT_PX, HOVER_COLOR, MUTED_COLOR, PRESSED_COLOR } from './panel-theme.ts'
import { usePanelControl } from './use-panel-control.ts'

/** The tab of a page; underlined while its page is shown. */
export function PanelTab({ label, on, onPress }: { label: string; on: boolean; onPress: () => void }) {
  const accent = useAccent()
  const ref = usePanelControl({ label, group: 'Page', value: on })
  return (
    <Container
      ref={ref}
      pointerEvents="auto"
      flexGrow={1}
      flexBasis={0}
      height={BUTTON_HEIGHT_PX}
      flexDirection="row"
      alignItems="center"
      justifyContent="center"
      borderRadius={15}
      hover={{ backgroundColor: HOVER_COLOR }}
      active={{ backgroundColor: PRESSED_COLOR }}
      onClick={onPress}
    >
      <PanelText align="center" color={on ? '#ffffff' : MUTED_COLOR}>
        {label}
      </PanelText>
      <Container
        pointerEvents="none"
        positionType="absolute"
        positionBottom={0}
        positionLeft="50%"
        marginLeft={-23}
        width={46}
        height={3}
        borderRadius={1.5}
        backgroundColor={accent}
        opacity={on ? 1 : 0}
      />
    </Container>
  )
}
