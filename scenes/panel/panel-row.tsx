import { Container } from '@react-three/uikit'
import type { ReactNode } from 'react'
import { PanelText } from './panel-text.tsx'
import { GAP_PX, MUTED_COLOR } from './panel-theme.ts'
import { usePanelDirection } from './use-panel-direction.ts'

type PanelRowProps = {
  children: ReactNode
  gap?: number
  grow?: number
}

/** Runs as the visitor's language does. */
export const PanelRow = ({ children, gap = GAP_PX, grow = 0 }: PanelRowProps) => (
  <Container flexDirection={usePanelDirection().row} alignItems="center" flexGrow={grow} gap={gap}>
    {children}
  </Container>
)

/** The name of the control that follows in the row. */
export const PanelRowLabel = ({ children }: { children: string }) => (
  <PanelText width={112} color={MUTED_COLOR}>
    {children}
  </PanelText>
)
