import { Container, type VanillaContainer } from '@react-three/uikit'
import { createContext, useContext, useLayoutEffect, useRef } from 'react'
import { TEXT_COLOR } from './panel-theme.ts'
import type { TextTexture } from './text-texture.ts'
import { usePanelDirection } from './use-panel-direction.ts'

const TextTextureContext = createContext<TextTexture | null>(null)
export const TextTextureProvider = TextTextureContext.Provider

type PanelTextProps = {
  children: string
  size?: number
  color?: string
  align?: 'start' | 'center' | 'end'
  /** Pixels of the panel; by default the text takes the free width. */
  width?: number
}

/** One line of text, drawn by the panel's TextTexture. */
export function PanelText({
  children: text,
  size = 22,
  color = TEXT_COLOR,
  align: requested = 'start',
  width,
}: PanelTextProps) {
  const direction = usePanelDirection()
  const align = requested === 'center' ? requested : direction[requested]
  const textTexture = useContext(TextTextureContext)
  const ref = useRef<VanillaContainer>(null)
  useLayoutEffect(() => {
    const element = ref.current
    return element && text !== '' ? textTexture?.addLine({ element, text, size, color, align }) : undefined
  }, [textTexture, text, size, color, align])
  const layout = width === undefined ? ({ flexGrow: 1, flexBasis: 0 } as const) : ({ width, flexShrink: 0 } as const)
  return <Container ref={ref} pointerEvents="none" height={Math.round(size * 1.3)} {...layout} />
}
