import type { SpectrogramImage } from '../../../audio/analysis/analysis-types.ts'
import type { Song, SongSettings } from '../../../audio/song/song.ts'
import { type CachedSong, isSameAudio } from '../library/cached-song.ts'
import { isSameSettings } from '../library/library-records.ts'
import type { LoadedSong, SongAudio, SongFile } from '../loaded-song.ts'
import type { OpenCommand, OpenEvent, OpenResult } from './open-events.ts'
import {
  type AnalyzingState,
  getDisplay,
  getDisplayedAudio,
  getInterrupted,
  getOpenedSong,
  isIdle,
  type OpenState,
  type PreviewingState,
  type ReadingState,
  type RunningState,
  type SearchingState,
} from './open-state.ts'
import { failPresentation, type OpenTransition, restorePrevious } from './restore-previous.ts'

/** Hashing takes as long as reading: larger files are searched for in the cache by the hash that loading computes. */
const MAX_EAGER_HASH_BYTES = 64 * 1024 * 1024

/** The state after an event; pure. Results of a superseded request change nothing. */
export function nextOpenState(state: OpenState, event: OpenEvent): OpenTransition {
  switch (event.type) {
    case 'open':
      return open(state, event)
    case 'changeSettings':
      return changeSettings(state, event.request, event.change)
    case 'cancel':
      return isIdle(state) ? stay(state) : restorePrevious(state)
    case 'presentationFailed':
      return failPresentation(state, event.error)
    case 'spectrogramAdded':
      return addSpectrogram(state, event.song, event.spectrogram)
    default:
      return isIdle(state) || state.request !== event.request ? stay(state) : receiveResult(state, event)
  }
}

const stay = (state: OpenState): OpenTransition => ({ state, commands: [] })

function open(state: OpenState, { request, file, shipped, keepsError }: OpenEvent & { type: 'open' }): OpenTransition {
  return {
    state: {
      status: 'reading',
      source: { file, shipped },
      request,
      previous: getOpenedSong(state),
      interrupted: getInterrupted(state),
      display: getDisplay(state),
      settings: state.settings,
      file: null,
      audio: null,
      isCacheSearched: false,
    },
    commands: [
      ...(keepsError ? [] : [{ type: 'clearError' } as const]),
      ...(shipped ? [{ type: 'readShipped', request, shipped } as const] : []),
      { type: 'readFile', request, file },
    ],
  }
}

function changeSettings(state: OpenState, request: number, change: Partial<SongSettings>): OpenTransition {
  const settings = { ...state.settings, ...change }
  switch (state.status) {
    case 'empty':
    case 'failed':
      return stay({ ...state, settings })
    case 'previewing':
      return stay({ ...state, pendingChange: { request, change: { ...state.pendingChange?.change, ...change } } })
    case 'reading':
      // The file is analyzed with the changed settings; only the cache has to be searched again.
      return searchCache({ ...state, settings, isCacheSearched: false })
    case 'ready':
      return searchAgain(state, request, state.song.audio, settings)
    case 'searching':
    case 'analyzing':
      return searchAgain(state, request, state.audio, settings)
  }
}

/** Starts a request that analyzes loaded audio with other settings. */
function searchAgain(state: OpenState, request: number, audio: SongAudio, settings: SongSettings): OpenTransition {
  const { state: searching, commands } = searchCache({
    status: 'searching',
    request,
    previous: getOpenedSong(state),
    interrupted: getInterrupted(state),
    display: getDisplay(state),
    settings,
    audio,
  })
  return { state: searching, commands: [{ type: 'clearError' }, ...commands] }
}

function searchCache(state: ReadingState | SearchingState): OpenTransition {
  const { request, audio, settings } = state
  const file = audio?.file ?? (state as ReadingState).file
  const sha256 = audio?.source.sha256 ?? file?.sha256
  if (!file || !(audio || canHashEarly(file))) return stay(state)
  return { state, commands: [{ type: 'findCached', request, file, sha256: sha256 ?? null, settings }] }
}

const canHashEarly = ({ sha256, blob }: SongFile) => sha256 !== undefined || blob.size <= MAX_EAGER_HASH_BYTES

function receiveResult(state: RunningState, result: OpenResult): OpenTransition {
  switch (result.type) {
    case 'fileRead': {
      const { file } = result
      const load: OpenCommand = { type: 'loadAudio', request: state.request, file }
      if (state.status === 'previewing') return findSpectrogram(state, load)
      if (state.status !== 'reading') return stay(state)
      const searching = searchCache({ ...state, file })
      return { ...searching, commands: [load, ...searching.commands] }
    }
    case 'shippedRead':
      return receiveShipped(state, result.cached)
    case 'audioLoaded':
      return receiveAudio(state, result.audio)
    case 'cacheSearched':
      return receiveCached(state, result.settings, result.cached)
    case 'failed': {
      const { state: restored, commands } = restorePrevious(state)
      return {
        state: restored.status === 'empty' ? { ...restored, status: 'failed' } : restored,
        commands: [...commands, { type: 'showError', error: result.error }],
      }
    }
    default:
      return state.status === 'analyzing' ? receiveAnalysis(state, result) : stay(state)
  }
}

function receiveAudio(state: RunningState, audio: SongAudio): OpenTransition {
  const storedSong = audio.song ?? null
  if (state.status === 'reading') {
    if (state.isCacheSearched || storedSong) return analyze(state, audio, storedSong)
    return canHashEarly(audio.file) ? stay({ ...state, audio }) : searchCache({ ...state, audio })
  }
  if (state.status !== 'previewing') return stay(state)
  const { cached, pendingChange } = state
  if (!isSameAudio(cached.analysis.song, audio))
    return analyze({ ...state, settings: { ...state.settings, ...pendingChange?.change } }, audio, storedSong)
  const song = { audio, analysis: cached.analysis }
  const opened = finish(song, [{ type: 'attachAudio', song }], true)
  if (!pendingChange) return opened
  const { state: searching, commands } = changeSettings(opened.state, pendingChange.request, pendingChange.change)
  return { state: searching, commands: [...opened.commands, ...commands] }
}

function receiveCached(state: RunningState, settings: SongSettings, cached: CachedSong | null): OpenTransition {
  if (state.status === 'previewing') return receiveSpectrogram(state, cached?.analysis.spectrum ?? null)
  // Settings that have changed since the search began make its result useless; another search is running.
  if ((state.status !== 'reading' && state.status !== 'searching') || settings !== state.settings) return stay(state)
  if (state.status === 'reading' && !state.audio)
    return cached ? preview(state, cached) : stay({ ...state, isCacheSearched: true })
  const audio = state.audio as SongAudio
  if (!cached || !isSameAudio(cached.analysis.song, audio))
    return analyze(state, audio, state.status === 'reading' ? (audio.song ?? null) : null)
  const song = { audio, analysis: cached.analysis }
  if (getDisplayedAudio(state.display) !== audio) return finish(song, [{ type: 'showSong', song }], true)
  const { chunks } = cached.analysis.song
  return finish(song, [{ type: 'showOutline', audio, outline: chunks, isMorph: true }], true)
}

function receiveSpectrogram(state: PreviewingState, spectrum: SpectrogramImage | null): OpenTransition {
  if (!spectrum || state.cached.analysis.spectrum) return stay(state)
  const cached = { ...state.cached, analysis: { ...state.cached.analysis, spectrum } }
  return {
    state: { ...state, cached, display: { kind: 'cached', cached } },
    commands: [{ type: 'showSpectrogram', spectrogram: spectrum }],
  }
}

/** The Song that the site has was there before the file, without a spectrogram; the library may have one. */
function findSpectrogram(state: PreviewingState, load: OpenCommand & { type: 'loadAudio' }): OpenTransition {
  const { settings, cached } = state
  const { sha256 } = cached.analysis.song.source
  return { state, commands: [load, { ...load, type: 'findCached', sha256, settings }] }
}

/** A Song with other settings is no use; one that comes after the sound is not needed any more. */
function receiveShipped(state: RunningState, cached: CachedSong | null): OpenTransition {
  if (state.status !== 'reading' || state.audio || !cached) return stay(state)
  return isSameSettings(cached.analysis.song.settings, state.settings) ? preview(state, cached) : stay(state)
}

function preview({ request, previous, interrupted, source }: ReadingState, cached: CachedSong): OpenTransition {
  const display = { kind: 'cached', cached } as const
  const { settings } = cached.analysis.song
  return {
    state: {
      status: 'previewing',
      request,
      previous,
      interrupted,
      source,
      display,
      settings,
      cached,
      pendingChange: null,
    },
    commands: [{ type: 'showCached', cached }],
  }
}

function analyze(
  { status, request, previous, interrupted, display, settings }: RunningState,
  audio: SongAudio,
  storedSong: Song | null,
): OpenTransition {
  return {
    state: {
      status: 'analyzing',
      request,
      previous,
      interrupted,
      display,
      settings,
      audio,
      storedSong,
      stage: status === 'searching' ? 'resampling' : 'decoding',
      progress: 0,
      spectrogram: null,
    },
    commands: [{ type: 'analyze', request, audio, settings, storedSong }],
  }
}

function receiveAnalysis(state: AnalyzingState, result: OpenResult): OpenTransition {
  const { audio, display } = state
  const isDisplayed = getDisplayedAudio(display) === audio
  const hasOutline = display.kind === 'outline' && isDisplayed
  switch (result.type) {
    case 'progressed':
      return stay({ ...state, stage: result.stage, progress: result.progress })
    case 'spectrogramComputed': {
      const { spectrogram } = result
      // Another song's chunks may be displayed; the spectrogram then waits for the outline.
      const isEmpty = display.kind === 'nothing' || display.kind === 'spectrogram'
      const shown = isEmpty ? ({ kind: 'spectrogram' } as const) : display
      const commands: OpenCommand[] = isDisplayed || isEmpty ? [{ type: 'showSpectrogram', spectrogram }] : []
      return { state: { ...state, spectrogram, display: shown }, commands }
    }
    case 'outlineComputed': {
      const { outline } = result
      const commands: OpenCommand[] = [{ type: 'showOutline', audio, outline, isMorph: isDisplayed }]
      if (!isDisplayed) commands.push({ type: 'showSpectrogram', spectrogram: state.spectrogram })
      return { state: { ...state, display: { kind: 'outline', audio } }, commands }
    }
    case 'formComputed': {
      const { positions, iterations } = result
      return { state, commands: hasOutline ? [{ type: 'addFormSnapshot', positions, iterations }] : [] }
    }
    case 'mapComputed':
      return { state, commands: hasOutline ? [{ type: 'addMapSnapshot', positions: result.positions }] : [] }
    case 'analyzed': {
      const song = { audio, analysis: result.analysis }
      return finish(song, hasOutline ? [] : [{ type: 'showSong', song }], false, state.storedSong === null)
    }
    default:
      return stay(state)
  }
}

function finish(
  song: LoadedSong,
  present: OpenCommand[],
  isCached: boolean,
  // An analysis that came with a file is not saved as one of this device.
  isSaved = true,
): OpenTransition {
  const commands: OpenCommand[] = [...present, { type: 'completeSong', song }]
  // Without a spectrogram the song is saved once it has one.
  const isWhole = !isCached || song.analysis.spectrum !== null
  commands.push(isWhole ? { type: 'fillStore', audio: song.audio } : { type: 'addSpectrogram', song })
  if (isSaved && isWhole) commands.push({ type: 'saveSong', song, isCached })
  return { state: { status: 'ready', song, settings: song.analysis.song.settings }, commands }
}

function addSpectrogram(state: OpenState, song: LoadedSong, spectrogram: SpectrogramImage | null): OpenTransition {
  if (state.status !== 'ready' || state.song !== song) return stay(state)
  const complete = { ...song, analysis: { ...song.analysis, spectrum: spectrogram } }
  return {
    state: { ...state, song: complete },
    commands: [
      { type: 'showSpectrogram', spectrogram },
      { type: 'fillStore', audio: song.audio },
      { type: 'saveSong', song: complete, isCached: false },
    ],
  }
}
