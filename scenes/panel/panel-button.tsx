import { Container } from '@react-three/uikit'
import type { ReactNode } from 'react'
import { useAccent } from './panel-accent.tsx'
import { PanelText } from './panel-text.tsx'
import { BUTTON_HEIGHT_PX, HOVER_COLOR, LINE_COLOR, PRESSED_COLOR, TEXT_COLOR } from './panel-theme.ts'
import { usePanelControl } from './use-panel-control.ts'

type PanelButtonProps = {
  /** Its name, also shown on it unless there are children or `text`. */
  label: string
  children?: ReactNode
  text?: string
  group?: string
  /** The state of a toggle button; undefined for a plain button. */
  on?: boolean
  primary?: boolean
  disabled?: boolean
  height?: number
  width?: number
  onPress: () => void
}

export function PanelButton({
  label,
  children,
  text = label,
  group,
  on,
  primary = false,
  disabled = false,
  height = BUTTON_HEIGHT_PX,
  width,
  onPress,
}: PanelButtonProps) {
  const ref = usePanelControl({
    label,
    ...(group === undefined ? {} : { group }),
    ...(on === undefined ? {} : { value: on }),
  })
  const isSelected = on === true
  const accent = useAccent()
  const isLit = primary || isSelected
  return (
    <Container
      ref={ref}
      pointerEvents="auto"
      {...(width === undefined ? { flexGrow: 1, flexBasis: 0 } : { width, flexShrink: 0 })}
      height={height}
      paddingX={6}
      flexDirection="row"
      alignItems="center"
      justifyContent="center"
      borderRadius={15}
      backgroundColor={isLit ? `${accent}4d` : '#ffffff08'}
      borderWidth={1.5}
      borderColor={isLit ? accent : LINE_COLOR}
      {...(disabled
        ? {}
        : {
            hover: { backgroundColor: isLit ? `${accent}80` : HOVER_COLOR },
            active: { backgroundColor: isLit ? `${accent}b3` : PRESSED_COLOR },
            onClick: onPress,
          })}
    >
      {children ?? (
        <PanelText align="center" color={disabled ? '#76809c' : TEXT_COLOR}>
          {text}
        </PanelText>
      )}
    </Container>
  )
}
