import { Container } from '@react-three/uikit'
import type { ReactNode } from 'react'
import { PanelText } from './panel-text.tsx'
import { GAP_PX, MUTED_COLOR } from './panel-theme.ts'

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

/** The name of the control that follows in the row. */
export const PanelRowLabel = ({ children }: { children: string }) => (
  <PanelText width={112} color={MUTED_COLOR}>
    {children}
  </PanelText>
)
