import { Container, type VanillaContainer } from '@react-three/uikit'
import { createContext, useContext, useEffect, useRef } from 'react'
import { INK } from './panel-theme.ts'
import type { Align, Letters } from './text-texture.ts'

const LettersContext = createContext<Letters | null>(null)
export const LettersProvider = LettersContext.Provider

type WordsProps = {
  children: string
  size?: number
  color?: string
  align?: Align
  /** Pixels of the panel; without it as wide as there is room. */
  width?: number
}

/** A line of words on the panel. */
export function Words({ children: text, size = 22, color = INK, align = 'left', width }: WordsProps) {
  const letters = useContext(LettersContext)
  const ref = useRef<VanillaContainer>(null)
  useEffect(() => {
    const element = ref.current
    return element && text !== '' ? letters?.add({ element, text, size, color, align }) : undefined
  }, [letters, text, size, color, align])
  const room = width === undefined ? ({ flexGrow: 1, flexBasis: 0 } as const) : ({ width, flexShrink: 0 } as const)
  return <Container ref={ref} pointerEvents="none" height={Math.round(size * 1.3)} {...room} />
}
