import { Container } from '@react-three/uikit'
import { useStore } from 'zustand'
import { useSceneContext, useXRLabels } from '../state/scene-context.ts'
import { PanelButton } from './panel-button.tsx'
import { PauseIcon, PlayIcon, StepIcon } from './panel-icons.tsx'
import { GAP_PX, TEXT_COLOR } from './panel-theme.ts'

/** The buttons for the previous chunk, play or pause, and the next chunk. */
export function PanelTransport() {
  const { store, actions } = useSceneContext()
  const labels = useXRLabels()
  const playing = useStore(store, (state) => state.playing)
  const hasSong = useStore(store, (state) => state.outline.length > 0)
  const buttonProps = { height: 66, disabled: !hasSong }
  return (
    // As on every player, a song runs to the right in all languages.
    <Container flexDirection="row" alignItems="center" gap={GAP_PX}>
      <PanelButton label={labels.previous} {...buttonProps} onPress={() => actions.stepChunk(-1)}>
        <StepIcon back color={TEXT_COLOR} />
      </PanelButton>
      <PanelButton
        label={playing ? labels.pause : labels.play}
        primary
        {...buttonProps}
        onPress={playing ? actions.pause : actions.play}
      >
        {playing ? <PauseIcon color={TEXT_COLOR} /> : <PlayIcon color={TEXT_COLOR} />}
      </PanelButton>
      <PanelButton label={labels.next} {...buttonProps} onPress={() => actions.stepChunk(1)}>
        <StepIcon color={TEXT_COLOR} />
      </PanelButton>
    </Container>
  )
}
