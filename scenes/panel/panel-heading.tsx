import { Container } from '@react-three/uikit'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { computeWholeProgress } from '../state/analysis-progress.ts'
import { formatPercent } from '../state/format-number.ts'
import { useSceneContext, useXRLabels } from '../state/scene-context.ts'
import { wrapText } from './fit-text.ts'
import { PanelButton } from './panel-button.tsx'
import { PanelRow } from './panel-row.tsx'
import { PanelText } from './panel-text.tsx'
import { CONTENT_WIDTH_PX, GAP_PX, MUTED_COLOR } from './panel-theme.ts'
import { createTextMeasure } from './text-texture.ts'

const EXIT_WIDTH_PX = 96
const HEADING_WIDTH_PX = CONTENT_WIDTH_PX - EXIT_WIDTH_PX - GAP_PX
const FONT_SIZE_PX = 22

/** The title, below it an error, the analysis or the artist; and the exit button. */
export function PanelHeading() {
  const { store, actions } = useSceneContext()
  const title = useStore(store, (state) => state.title)
  const artist = useStore(store, (state) => state.artist)
  const error = useStore(store, (state) => state.error)
  const labels = useXRLabels()
  const language = useStore(store, (state) => state.language)
  const percent = useStore(store, ({ stage, progress }) =>
    stage === null ? null : Math.round(100 * computeWholeProgress(stage, progress)),
  )
  const subtitle =
    error ?? (percent === null ? artist : `${labels.listening} ${formatPercent(percent / 100, language)}`)
  const lines = useMemo(
    () => (error === null ? [subtitle] : wrapText(subtitle, createTextMeasure(FONT_SIZE_PX), HEADING_WIDTH_PX)),
    [error, subtitle],
  )
  return (
    <PanelRow>
      <Container flexGrow={1} flexBasis={0} flexDirection="column" gap={2}>
        <PanelRow>
          <PanelText size={28}>{title || 'songwalk'}</PanelText>
        </PanelRow>
        {lines.map((line) => (
          <PanelRow key={line}>
            <PanelText size={FONT_SIZE_PX} color={error === null ? MUTED_COLOR : '#ffcf8f'}>
              {line}
            </PanelText>
          </PanelRow>
        ))}
      </Container>
      <PanelButton label={labels.exit} width={EXIT_WIDTH_PX} onPress={actions.exitXR} />
    </PanelRow>
  )
}
