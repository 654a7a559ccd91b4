import { Container, type VanillaContainer } from '@react-three/uikit'
import { createContext, useContext, useEffect, useRef } from 'react'
import { TEXT_COLOR } from './panel-theme.ts'
import type { TextAlign, TextTexture } from './text-texture.ts'

const TextTextureContext = createContext<TextTexture | null>(null)
export const TextTextureProvider = TextTextureContext.Provider

type PanelTextProps = {
  children: string
  size?: number
  color?: string
  align?: TextAlign
  /** Pixels of the panel; without it as wide as there is room. */
  width?: number
}

/** A line of words on the panel. */
export function PanelText({ children: text, size = 22, color = TEXT_COLOR, align = 'left', width }: PanelTextProps) {
  const letters = useContext(TextTextureContext)
  const ref = useRef<VanillaContainer>(null)
  useEffect(() => {
    const element = ref.current
    return element && text !== '' ? letters?.addLine({ element, text, size, color, align }) : undefined
  }, [letters, text, size, color, align])
  const room = width === undefined ? ({ flexGrow: 1, flexBasis: 0 } as const) : ({ width, flexShrink: 0 } as const)
  return <Container ref={ref} pointerEvents="none" height={Math.round(size * 1.3)} {...room} />
}
