import { Container } from '@react-three/uikit'
import type { ReactNode } from 'react'
import { PanelText } from './panel-text.tsx'
import {
  ACCENT_COLOR,
  BUTTON_COLOR,
  BUTTON_HEIGHT_PX,
  HOVER_COLOR,
  PRESSED_COLOR,
  PRIMARY_COLOR,
  PRIMARY_TEXT_COLOR,
  SELECTED_COLOR,
  TEXT_COLOR,
} from './panel-theme.ts'
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
  const backgroundColor = primary ? PRIMARY_COLOR : isSelected ? SELECTED_COLOR : BUTTON_COLOR
  const textColor = primary ? PRIMARY_TEXT_COLOR : disabled ? '#76809c' : TEXT_COLOR
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
      backgroundColor={backgroundColor}
      {...(disabled
        ? {}
        : {
            hover: { backgroundColor: primary ? '#ffffff' : isSelected ? ACCENT_COLOR : HOVER_COLOR },
            active: { backgroundColor: primary ? '#aebcf2' : PRESSED_COLOR },
            onClick: onPress,
          })}
    >
      {children ?? (
        <PanelText align="center" color={textColor}>
          {text}
        </PanelText>
      )}
    </Container>
  )
}
