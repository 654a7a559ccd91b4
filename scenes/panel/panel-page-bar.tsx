import { Container, Text } from '@react-three/uikit'
import { useXRLabels } from '../state/scene-context.ts'
import { useAccent } from './panel-accent.tsx'
import { BUTTON_HEIGHT_PX, HOVER_COLOR, LINE_COLOR, MUTED_COLOR } from './panel-theme.ts'
import { usePanelControl } from './use-panel-control.ts'
import { usePanelDirection } from './use-panel-direction.ts'
import { usePanelDrag } from './use-panel-drag.ts'

const BAR_WIDTH_PX = 220
const MIN_THUMB_WIDTH_PX = 16

/** Which page of a long list is shown; pressing or dragging it leads to any page at once. */
export function PanelPageBar({
  page,
  pageCount,
  setPage,
}: {
  page: number
  pageCount: number
  setPage: (page: number) => void
}) {
  const labels = useXRLabels()
  const accent = useAccent()
  const { isMirrored, row } = usePanelDirection()
  const share = page / (pageCount - 1)
  const ref = usePanelControl({ label: labels.songs, group: 'Page bar', value: share, isSlider: true })
  const drag = usePanelDrag(ref, (at) => {
    const wanted = Math.round((isMirrored ? 1 - at : at) * (pageCount - 1))
    if (wanted !== page) setPage(wanted)
  })
  const thumbWidth = Math.max(MIN_THUMB_WIDTH_PX, BAR_WIDTH_PX / pageCount)
  return (
    <Container
      ref={ref}
      pointerEvents="auto"
      width={BAR_WIDTH_PX}
      flexShrink={1}
      height={BUTTON_HEIGHT_PX}
      flexDirection="column"
      alignItems="center"
      justifyContent="center"
      gap={8}
      borderRadius={15}
      hover={{ backgroundColor: HOVER_COLOR }}
      {...drag}
    >
      <Text pointerEvents="none" fontSize={20} color={MUTED_COLOR}>{`${page + 1} / ${pageCount}`}</Text>
      <Container
        pointerEvents="none"
        width="100%"
        height={6}
        flexDirection={row}
        borderRadius={3}
        backgroundColor={LINE_COLOR}
      >
        <Container flexGrow={share} flexBasis={0} height={6} />
        <Container width={thumbWidth} flexShrink={0} height={6} borderRadius={3} backgroundColor={accent} />
        <Container flexGrow={1 - share} flexBasis={0} height={6} />
      </Container>
    </Container>
  )
}
