import { Container, type VanillaContainer } from '@react-three/uikit'
import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { useRoom } from '../state/ui-store.ts'
import type { Told } from './panel-follow.ts'
import { Words } from './panel-text.tsx'
import { BRIGHT, DARK, EDGE, GAP, HOVER, INK, KEY, LIT, LIT_HOVER, PRESSED, REST, SOFT } from './panel-theme.ts'

/** Lets others know where this can be pressed. */
export function useControl({ label, group, value, slides }: Told): RefObject<VanillaContainer | null> {
  const { controls } = useRoom().live.panel
  const ref = useRef<VanillaContainer>(null)
  useEffect(() => {
    const object = ref.current
    if (!object) return
    const control = {
      label,
      object,
      ...(group === undefined ? {} : { group }),
      ...(value === undefined ? {} : { value }),
      ...(slides ? { slides } : {}),
    }
    controls.add(control)
    return () => void controls.delete(control)
  }, [controls, label, group, value, slides])
  return ref
}

export const Row = ({ children, gap = GAP, grow = 0 }: { children: ReactNode; gap?: number; grow?: number }) => (
  <Container flexDirection="row" alignItems="center" flexGrow={grow} gap={gap}>
    {children}
  </Container>
)

/** The name of what follows in a row. */
export const Name = ({ children }: { children: string }) => (
  <Words width={112} color={SOFT}>
    {children}
  </Words>
)

type KeyProps = {
  /** What it is called by others, and written on it unless something else is. */
  label: string
  children?: ReactNode
  text?: string
  group?: string
  /** Whether it is on; without it, it is pressed and that is all. */
  on?: boolean
  bright?: boolean
  disabled?: boolean
  height?: number
  width?: number
  onPress: () => void
}

/** Something to press. */
export function Key({
  label,
  children,
  text = label,
  group,
  on,
  bright = false,
  disabled = false,
  height = KEY,
  width,
  onPress,
}: KeyProps) {
  const ref = useControl({
    label,
    ...(group === undefined ? {} : { group }),
    ...(on === undefined ? {} : { value: on }),
  })
  const lit = on === true
  const resting = bright ? BRIGHT : lit ? LIT : REST
  const ink = bright ? DARK : disabled ? '#76809c' : INK
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
            hover: { backgroundColor: bright ? '#ffffff' : lit ? LIT_HOVER : HOVER },
            active: { backgroundColor: bright ? '#aebcf2' : PRESSED },
            onClick: onPress,
          })}
    >
      {children ?? (
        <Words align="center" color={ink}>
          {text}
        </Words>
      )}
    </Container>
  )
}

/** The name of a page, above it; the page that is shown is underlined. */
export function Tab({ label, on, onPress }: { label: string; on: boolean; onPress: () => void }) {
  const ref = useControl({ label, group: 'Page', value: on })
  return (
    <Container
      ref={ref}
      pointerEvents="auto"
      flexGrow={1}
      flexBasis={0}
      height={KEY}
      flexDirection="row"
      alignItems="center"
      justifyContent="center"
      borderRadius={15}
      hover={{ backgroundColor: HOVER }}
      active={{ backgroundColor: PRESSED }}
      onClick={onPress}
    >
      <Words align="center" color={on ? '#ffffff' : SOFT}>
        {label}
      </Words>
      <Container
        pointerEvents="none"
        positionType="absolute"
        positionBottom={0}
        positionLeft="50%"
        marginLeft={-23}
        width={46}
        height={4}
        borderRadius={2}
        backgroundColor={LIT_HOVER}
        opacity={on ? 1 : 0}
      />
    </Container>
  )
}

/** One of several, side by side. */
export function Segments<T extends string>({
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
    <Row>
      <Name>{name}</Name>
      <Row gap={6} grow={1}>
        {options.map((option) => (
          <Key
            key={option.value}
            label={option.name}
            group={name}
            on={value === option.value}
            onPress={() => onChoose(option.value)}
          />
        ))}
      </Row>
    </Row>
  )
}

/** A switch: the knob tells by its place, not by color alone. */
export function Toggle({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  const ref = useControl({ label, value: on })
  return (
    <Container
      ref={ref}
      pointerEvents="auto"
      flexGrow={1}
      flexBasis={0}
      height={KEY}
      paddingX={16}
      flexDirection="row"
      alignItems="center"
      gap={8}
      borderRadius={15}
      backgroundColor={REST}
      hover={{ backgroundColor: HOVER }}
      active={{ backgroundColor: PRESSED }}
      onClick={() => onChange(!on)}
    >
      <Words>{label}</Words>
      <Container
        pointerEvents="none"
        width={56}
        flexShrink={0}
        height={30}
        padding={4}
        flexDirection="row"
        justifyContent={on ? 'flex-end' : 'flex-start'}
        borderRadius={15}
        backgroundColor={on ? LIT_HOVER : EDGE}
      >
        <Container width={22} height={22} borderRadius={11} backgroundColor={on ? '#ffffff' : SOFT} />
      </Container>
    </Container>
  )
}
