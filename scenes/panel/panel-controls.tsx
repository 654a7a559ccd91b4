import { Container, type VanillaContainer } from '@react-three/uikit'
import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import type { ControlInfo } from '../state/panel-state.ts'
import { useSceneContext } from '../state/ui-store.ts'
import { PanelText } from './panel-text.tsx'
import {
  ACCENT_COLOR,
  BORDER_COLOR,
  BUTTON_COLOR,
  BUTTON_HEIGHT_PX,
  GAP_PX,
  HOVER_COLOR,
  MUTED_COLOR,
  PRESSED_COLOR,
  PRIMARY_COLOR,
  PRIMARY_TEXT_COLOR,
  SELECTED_COLOR,
  TEXT_COLOR,
} from './panel-theme.ts'

/** Lets others know where this can be pressed. */
export function usePanelControl({ label, group, value, isSlider }: ControlInfo): RefObject<VanillaContainer | null> {
  const { panelControls: controls } = useSceneContext().services
  const ref = useRef<VanillaContainer>(null)
  useEffect(() => {
    const object = ref.current
    if (!object) return
    const control = {
      label,
      object,
      ...(group === undefined ? {} : { group }),
      ...(value === undefined ? {} : { value }),
      ...(isSlider ? { isSlider } : {}),
    }
    controls.add(control)
    return () => void controls.delete(control)
  }, [controls, label, group, value, isSlider])
  return ref
}

export const PanelRow = ({
  children,
  gap = GAP_PX,
  grow = 0,
}: {
  children: ReactNode
  gap?: number
  grow?: number
}) => (
  <Container flexDirection="row" alignItems="center" flexGrow={grow} gap={gap}>
    {children}
  </Container>
)

/** The name of what follows in a row. */
export const PanelRowLabel = ({ children }: { children: string }) => (
  <PanelText width={112} color={MUTED_COLOR}>
    {children}
  </PanelText>
)

type ButtonProps = {
  /** What it is called by others, and written on it unless something else is. */
  label: string
  children?: ReactNode
  text?: string
  group?: string
  /** Whether it is on; without it, it is pressed and that is all. */
  on?: boolean
  primary?: boolean
  disabled?: boolean
  height?: number
  width?: number
  onPress: () => void
}

/** Something to press. */
export function PanelButton({
  label,
  children,
  text = label,
  group,
  on,
  primary: bright = false,
  disabled = false,
  height = BUTTON_HEIGHT_PX,
  width,
  onPress,
}: ButtonProps) {
  const ref = usePanelControl({
    label,
    ...(group === undefined ? {} : { group }),
    ...(on === undefined ? {} : { value: on }),
  })
  const lit = on === true
  const resting = bright ? PRIMARY_COLOR : lit ? SELECTED_COLOR : BUTTON_COLOR
  const ink = bright ? PRIMARY_TEXT_COLOR : disabled ? '#76809c' : TEXT_COLOR
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
      backgroundColor={resting}
      {...(disabled
        ? {}
        : {
            hover: { backgroundColor: bright ? '#ffffff' : lit ? ACCENT_COLOR : HOVER_COLOR },
            active: { backgroundColor: bright ? '#aebcf2' : PRESSED_COLOR },
            onClick: onPress,
          })}
    >
      {children ?? (
        <PanelText align="center" color={ink}>
          {text}
        </PanelText>
      )}
    </Container>
  )
}

/** The name of a page, above it; the page that is shown is underlined. */
export function PanelTab({ label, on, onPress }: { label: string; on: boolean; onPress: () => void }) {
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
        height={4}
        borderRadius={2}
        backgroundColor={ACCENT_COLOR}
        opacity={on ? 1 : 0}
      />
    </Container>
  )
}

/** One of several, side by side. */
export function PanelSegmentedControl<T extends string>({
  name,
  options,
  value,
  onChoose,
}: {
  name: string
  options: readonly { value: T; name: string }[]
  value: T
  onChoose: (value: T) => void
}) {
  return (
    <PanelRow>
      <PanelRowLabel>{name}</PanelRowLabel>
      <PanelRow gap={6} grow={1}>
        {options.map((option) => (
          <PanelButton
            key={option.value}
            label={option.name}
            group={name}
            on={value === option.value}
            onPress={() => onChoose(option.value)}
          />
        ))}
      </PanelRow>
    </PanelRow>
  )
}

/** A switch: the knob tells by its place, not by color alone. */
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
