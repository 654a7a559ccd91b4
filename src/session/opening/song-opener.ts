import type { SongSettings } from '../../../audio/song/song.ts'
import type { CachedSong } from '../library/cached-song.ts'
import type { SongLibrary } from '../library/song-library.ts'
import type { LoadedSong, SongFile } from '../loaded-song.ts'
import { nextOpenState } from './next-open-state.ts'
import type { OpenCommand, OpenEvent } from './open-events.ts'
import { getDisplay, isPending, type OpenState, type OpenStatus, toOpenStatus } from './open-state.ts'
import { createOpenTasks } from './open-tasks.ts'
import type { SongPresenter } from './song-presenter.ts'

export type OpenOutcome =
  | { type: 'opened' }
  | { type: 'failed'; error: unknown }
  /** Also if another request superseded it. */
  | { type: 'canceled' }

export type SongOpener = {
  /**
   * Opens a file. The open song stays open until the new one is ready, and if it fails.
   * @param shipped the Song that the site has of this song, shown before its file is there; null if it has none
   * @returns resolves when the request has ended
   */
  open: (file: SongFile | Promise<SongFile>, shipped?: Promise<CachedSong | null>) => Promise<OpenOutcome>
  /** Analyzes the open song with changed settings; its embedding morphs into the new one and the music goes on. */
  applySettings: (change: Partial<SongSettings>) => Promise<void>
  cancel: () => void
  /** The displayed song; null while one is displayed that is not ready. */
  currentSong: () => LoadedSong | null
}

export type OpenListener = {
  onStatus: (status: OpenStatus) => void
  /** @param error null removes the message of an earlier request */
  onError: (error: unknown) => void
}

/** Runs the state machine of `nextOpenState`. */
export function createSongOpener(
  settings: SongSettings,
  library: SongLibrary,
  presenter: SongPresenter,
  { onStatus, onError }: OpenListener,
): SongOpener {
  let state: OpenState = { status: 'empty', settings }
  let lastRequest = 0
  const queue: OpenEvent[] = []
  const resolvers = new Map<number, (outcome: OpenOutcome) => void>()

  const dispatch = (event: OpenEvent) => {
    // A command or a listener may dispatch an event; it is handled after the current one.
    if (queue.push(event) > 1) return
    try {
      for (let current = queue[0]; current; current = queue[0]) {
        handle(current)
        queue.shift()
      }
    } finally {
      queue.length = 0
    }
  }
  const tasks = createOpenTasks(library, dispatch)

  const handle = (event: OpenEvent) => {
    const { state: nextState, commands } = nextOpenState(state, event)
    const isChanged = nextState !== state
    state = nextState
    tasks.abortSuperseded(state)
    try {
      for (const command of commands) perform(command)
    } catch (error) {
      // The scene is empty already; trying once more would not end.
      if (event.type === 'presentationFailed' && state.status === 'failed') throw error
      queue.push({ type: 'presentationFailed', error })
    }
    if (isChanged) onStatus(toOpenStatus(state))
    for (const [request, resolve] of resolvers) {
      if (isPending(state, request)) continue
      resolvers.delete(request)
      resolve(toOutcome(event, request))
    }
  }

  const perform = (command: OpenCommand) => {
    switch (command.type) {
      case 'showCached':
        return presenter.showCached(command.cached)
      case 'attachAudio':
        return presenter.attachAudio(command.song)
      case 'showOutline':
        return presenter.showOutline(command.audio, command.outline, command.isMorph)
      case 'showSpectrogram':
        return presenter.showSpectrogram(command.spectrogram)
      case 'addFormSnapshot':
        return presenter.addFormSnapshot(command.positions, command.iterations)
      case 'addMapSnapshot':
        return presenter.addMapSnapshot(command.positions)
      case 'completeSong':
        return presenter.completeSong(command.song)
      case 'showSong':
        return presenter.showSong(command.song)
      case 'clear':
        return presenter.clear()
      case 'clearError':
        return onError(null)
      case 'showError':
        return onError(command.error)
      case 'reopen':
        return void startRequest((request) => ({ type: 'open', request, ...command.source, keepsError: true }))
      default:
        return tasks.perform(command)
    }
  }

  const startRequest = (createEvent: (request: number) => OpenEvent): Promise<OpenOutcome> => {
    const request = ++lastRequest
    return new Promise((resolve) => {
      resolvers.set(request, resolve)
      dispatch(createEvent(request))
    })
  }

  return {
    open: (file, shipped) => startRequest((request) => ({ type: 'open', request, file, shipped: shipped ?? null })),
    applySettings: async (change) => {
      await startRequest((request) => ({ type: 'changeSettings', request, change }))
    },
    cancel: () => dispatch({ type: 'cancel' }),
    currentSong: () => {
      const display = getDisplay(state)
      return display.kind === 'song' ? display.song : null
    },
  }
}

/** How the event has ended a request. */
function toOutcome(event: OpenEvent, request: number): OpenOutcome {
  if (event.type === 'presentationFailed') return { type: 'failed', error: event.error }
  if (event.type === 'cancel' || event.type === 'spectrogramAdded' || event.request !== request)
    return { type: 'canceled' }
  return event.type === 'failed' ? { type: 'failed', error: event.error } : { type: 'opened' }
}
