import type { SpectrogramImage } from '../../../../audio/analysis/analysis-types.ts'
import { defaultSettings, type Song, type SongSettings } from '../../../../audio/song/song.ts'
import type { CachedSong } from '../../../../src/session/library/cached-song.ts'
import type { Analysis, LoadedSong, SongAudio, SongFile } from '../../../../src/session/loaded-song.ts'
import { nextOpenState } from '../../../../src/session/opening/next-open-state.ts'
import type { OpenCommand, OpenEvent, OpenResult } from '../../../../src/session/opening/open-events.ts'
import { isIdle, type OpenState } from '../../../../src/session/opening/open-state.ts'

export type FileKind = 'small' | 'large' | 'songwalk' | 'changed'

const MEGABYTE = 1024 * 1024

/** `changed`: its audio is no longer what its cached song was made of. */
const createFile = (id: number, kind: FileKind): SongFile => ({
  name: `${kind}-${id}`,
  blob: { size: kind === 'large' ? 100 * MEGABYTE : 1 } as Blob,
})

const createSong = (name: string, settings: SongSettings, duration = 10): Song =>
  ({
    title: name,
    settings,
    chunks: [],
    source: { sha256: name, duration, sampleRate: 100, channels: 1 },
  }) as unknown as Song

const createSpectrogram = (name: string) => ({ name }) as unknown as SpectrogramImage

export const createAnalysis = (name: string, settings: SongSettings): Analysis => ({
  song: createSong(name, settings),
  snapshots: [],
  mapSnapshots: [],
  spectrum: createSpectrogram(name),
})

const createAudio = (file: SongFile): SongAudio =>
  ({
    file,
    title: file.name,
    source: createSong(file.name, defaultSettings, file.name.startsWith('changed') ? 99 : 10).source,
    stream: { stage: 'resampling' },
    ...(file.name.startsWith('songwalk') ? { song: createSong(file.name, defaultSettings) } : {}),
  }) as unknown as SongAudio

export const createCached = (name: string, settings: SongSettings): CachedSong => ({
  analysis: createAnalysis(name, { ...settings }),
  tags: {},
})

/** The Song that a site has, with default settings and without a spectrogram. */
const createShipped = (name: string): CachedSong => {
  const { analysis, tags } = createCached(name, defaultSettings)
  return { analysis: { ...analysis, spectrum: null }, tags }
}

/** What a presenter that carries out the commands shows: of each part, the name of the song it belongs to. */
type Shown = {
  chunks: string | null
  audio: string | null
  spectrogram: string | null
  /** The whole song, or null while its embedding is computed. */
  song: Song | null
}

export const NOTHING_SHOWN: Shown = { chunks: null, audio: null, spectrogram: null, song: null }

function present(shown: Shown, command: OpenCommand): Shown {
  const showWhole = ({ song, spectrum }: Analysis, audio: string | null): Shown => ({
    chunks: song.title,
    audio,
    spectrogram: (spectrum as unknown as { name: string } | null)?.name ?? null,
    song,
  })
  switch (command.type) {
    case 'showCached':
      return showWhole(command.cached.analysis, null)
    case 'attachAudio':
      return { ...shown, audio: command.song.audio.title }
    case 'showOutline':
      return { ...shown, chunks: command.audio.title, audio: command.audio.title, song: null }
    case 'showSpectrogram':
      return { ...shown, spectrogram: (command.spectrogram as unknown as { name: string } | null)?.name ?? null }
    case 'completeSong':
      return { ...shown, ...showWhole(command.song.analysis, shown.audio), chunks: shown.chunks }
    case 'showSong':
      return showWhole(command.song.analysis, command.song.audio.title)
    case 'clear':
      return NOTHING_SHOWN
    default:
      return shown
  }
}

type Task = { request: number; results: OpenResult[] }

/** The state machine with tasks that answer when the test says so, in any order, also after they were superseded. */
export class OpenModel {
  state: OpenState = { status: 'empty', settings: defaultSettings }
  shown: Shown = NOTHING_SHOWN
  /** Message of the last request, as the page shows it. */
  error: unknown = null
  lastRequest = 0
  private lastOpened: SongFile | null = null
  /** Answers of tasks that were started and have not ended. */
  tasks: Task[] = []
  readonly cachedNames = new Set<string>()
  /** Songs whose spectrogram is being computed. */
  readonly songsWithoutSpectrogram: LoadedSong[] = []

  dispatch(event: OpenEvent): void {
    const { state, commands } = nextOpenState(this.state, event)
    this.state = state
    for (const command of commands) {
      this.shown = present(this.shown, command)
      if (command.type === 'clearError') this.error = null
      if (command.type === 'showError') this.error = command.error
      if (command.type === 'addSpectrogram') this.songsWithoutSpectrogram.push(command.song)
      if ('request' in command) this.tasks.push({ request: command.request, results: this.answer(command) })
    }
  }

  private answer(command: OpenCommand & { request: number }): OpenResult[] {
    switch (command.type) {
      case 'readFile':
        return [{ type: 'fileRead', file: command.file as SongFile }]
      case 'readShipped':
        return [{ type: 'shippedRead', cached: createShipped(`${this.lastOpened?.name}`) }]
      case 'loadAudio':
        return [{ type: 'audioLoaded', audio: createAudio(command.file) }]
      case 'findCached': {
        const { file, settings } = command
        const isCached = this.cachedNames.has(file.name)
        return [{ type: 'cacheSearched', settings, cached: isCached ? createCached(file.name, settings) : null }]
      }
      case 'analyze': {
        const { audio, settings, storedSong } = command
        const spectrogram: OpenResult = { type: 'spectrogramComputed', spectrogram: createSpectrogram(audio.title) }
        const outline: OpenResult = { type: 'outlineComputed', outline: [] }
        return [
          ...(storedSong ? [outline, spectrogram] : [spectrogram, outline]),
          { type: 'progressed', stage: 'embedding', progress: 0.5 },
          { type: 'formComputed', positions: new Float32Array(0), iterations: 100 },
          { type: 'analyzed', analysis: createAnalysis(audio.title, storedSong?.settings ?? { ...settings }) },
        ]
      }
      default:
        return []
    }
  }

  open(kind: FileKind, isCached: boolean, isShipped = false): void {
    const request = ++this.lastRequest
    const file = createFile(request, kind)
    if (isCached && kind !== 'songwalk') this.cachedNames.add(file.name)
    this.lastOpened = file
    this.dispatch({ type: 'open', request, file, shipped: isShipped ? Promise.resolve(null) : null })
  }

  changeSettings(perplexity: number): void {
    this.dispatch({ type: 'changeSettings', request: ++this.lastRequest, change: { perplexity } })
  }

  /** Delivers the next result of any task. */
  deliver(index: number): void {
    this.deliverNext(this.tasks, index)
  }

  /** Delivers the next result of a task of the running request. */
  deliverCurrent(index: number): void {
    const { state } = this
    if (!isIdle(state))
      this.deliverNext(
        this.tasks.filter(({ request }) => request === state.request),
        index,
      )
  }

  private deliverNext(tasks: Task[], index: number): void {
    const task = tasks[index % Math.max(1, tasks.length)]
    const result = task?.results.shift()
    if (!task || !result) return
    if (task.results.length === 0) this.tasks.splice(this.tasks.indexOf(task), 1)
    this.dispatch({ ...result, request: task.request })
  }

  fail(index: number): void {
    const task = this.tasks[index % Math.max(1, this.tasks.length)]
    if (!task) return
    this.tasks.splice(this.tasks.indexOf(task), 1)
    this.dispatch({ type: 'failed', request: task.request, error: `request ${task.request} failed` })
  }

  addSpectrogram(): void {
    const song = this.songsWithoutSpectrogram.shift()
    if (song) this.dispatch({ type: 'spectrogramAdded', song, spectrogram: createSpectrogram(song.audio.title) })
  }

  finishAll(): void {
    while (this.tasks.length > 0) this.deliver(0)
    while (this.songsWithoutSpectrogram.length > 0) this.addSpectrogram()
  }
}
