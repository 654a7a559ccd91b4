import type { OpenCommand } from './open-events.ts'
import { isIdle, type OpenState, type RunningState } from './open-state.ts'

export type OpenTransition = { state: OpenState; commands: OpenCommand[] }

/** Back to the previous song with its own settings, to one whose audio was being loaded, or to an empty scene. */
export function restorePrevious({ previous, interrupted, display, settings }: RunningState): OpenTransition {
  if (!previous)
    return {
      state: { status: 'empty', settings },
      commands: [
        ...(display.kind === 'nothing' ? [] : [{ type: 'clear' } as const]),
        ...(interrupted ? [{ type: 'reopen', source: interrupted } as const] : []),
      ],
    }
  const isShown = display.kind === 'song' && display.song === previous
  return {
    state: { status: 'ready', song: previous, settings: previous.analysis.song.settings },
    commands: [
      ...(isShown ? [] : [{ type: 'showSong', song: previous } as const]),
      // A canceled analysis may have emptied the sample store of a long song; a full one is left as it is.
      previous.analysis.spectrum
        ? { type: 'fillStore', audio: previous.audio }
        : { type: 'addSpectrogram', song: previous },
    ],
  }
}

/** Presents the previous song again. If the open song itself cannot be presented, the scene becomes empty. */
export function failPresentation(state: OpenState, error: unknown): OpenTransition {
  const previous = isIdle(state) ? null : state.previous
  if (!previous)
    return {
      state: { status: 'failed', settings: state.settings },
      commands: [{ type: 'clear' }, { type: 'showError', error }],
    }
  return {
    state: { status: 'ready', song: previous, settings: previous.analysis.song.settings },
    commands: [
      { type: 'showSong', song: previous },
      { type: 'fillStore', audio: previous.audio },
      { type: 'showError', error },
    ],
  }
}
