import type { ChunkOutline, SpectrogramImage } from '../../../audio/analysis/analysis-types.ts'
import { computeCloudRadius } from '../../../scenes/geometry/cloud.ts'
import { computeMorphStart, createEmbeddingAnimation } from '../../../scenes/state/embedding-animation.ts'
import { giveFeedback } from '../../../scenes/state/feedback.ts'
import { setChunks } from '../../../scenes/state/frame-state.ts'
import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import type { AudioOutput } from '../audio-output.ts'
import type { CachedSong } from '../library/cached-song.ts'
import type { Analysis, FileTags, LoadedSong, SongAudio } from '../loaded-song.ts'
import { createPendingPlayback } from '../pending-playback.ts'

/** Iterations of the embedding between two snapshots. */
const SNAPSHOT_INTERVAL_ITERATIONS = 10

export type SongPresenter = ReturnType<typeof createSongPresenter>

/** Writes songs to the frame state, the audio output and the page's store. */
export function createSongPresenter(scene: SceneContext, audioOutput: AudioOutput) {
  const { store, frameState, services, actions } = scene
  let cover: Blob | undefined

  const showCover = (nextCover: Blob | undefined) => {
    if (nextCover === cover) return
    URL.revokeObjectURL(store.getState().cover ?? '')
    cover = nextCover
    store.setState({ cover: nextCover ? URL.createObjectURL(nextCover) : null })
  }

  const showCredits = (
    { title, artist = '', tags }: { title: string; artist?: string; tags: FileTags },
    outline: ChunkOutline[],
  ) => {
    const duration = outline.at(-1)?.end ?? 0
    store.setState({ title, artist, outline, duration, grabbedChunk: null, selected: null })
    showCover(tags.cover)
  }

  const showAnalysis = ({ song, snapshots, mapSnapshots, spectrum }: Analysis) => {
    setChunks(frameState, song.chunks, computeCloudRadius(song.chunks.length))
    Object.assign(frameState.boxes.embedding, { ...createEmbeddingAnimation(), snapshots, complete: true, progress: 1 })
    frameState.boxes.mapSnapshots = mapSnapshots
    store.setState({ song, spectrogram: spectrum, playing: false })
    audioOutput.setLevels(song.levels ?? null)
  }

  const connect = ({ store: samples }: SongAudio, outline: ChunkOutline[]) =>
    audioOutput.connect(scene, samples, outline, () => {
      store.setState({ playing: false })
      giveFeedback(frameState.feedback, 'ending', null)
    })

  /** Connects audio to the displayed chunks; the playhead and whether it plays stay as they are. */
  const attachAudio = (audio: SongAudio, outline: ChunkOutline[]) => {
    const time = services.playback?.time() ?? 0
    connect(audio, outline)
    services.playback?.seek(time)
    if (store.getState().playing) actions.play()
  }

  /** Chunks of the audio that is displayed already: boxes start where the old ones are, the music goes on. */
  const morphToOutline = (audio: SongAudio, outline: ChunkOutline[]) => {
    const { selected, outline: oldOutline } = store.getState()
    const selectedChunk = selected === null ? undefined : oldOutline[selected]
    const startPositions = computeMorphStart(frameState.boxes, outline)
    setChunks(frameState, outline, computeCloudRadius(outline.length))
    Object.assign(frameState.boxes.embedding, { startPositions, running: true })
    if (startPositions) frameState.boxes.home.set(startPositions)
    store.setState({ song: null })
    attachAudio(audio, outline)
    showCredits(audio, outline)
    if (!selectedChunk) return
    // The selection moves to the chunk that contains the middle of the selected one.
    const middle = (selectedChunk.start + selectedChunk.end) / 2
    store.setState({ selected: outline.findIndex(({ end }) => end > middle) })
  }

  return {
    /** A cached song before its audio is loaded; it can be sought, and plays once it has audio. */
    showCached: ({ analysis, tags }: CachedSong) => {
      audioOutput.disconnect(scene)
      showAnalysis(analysis)
      services.playback = createPendingPlayback(analysis.song.chunks, () =>
        audioOutput.unlock(analysis.song.source.sampleRate),
      )
      showCredits({ ...analysis.song, tags }, analysis.song.chunks)
    },
    attachAudio: ({ audio, analysis }: LoadedSong) => {
      attachAudio(audio, analysis.song.chunks)
      // A Song that a site ships comes without the tags of its file.
      if (!cover) showCover(audio.tags.cover)
    },
    /** Chunks before their embedding is computed. */
    showOutline: (audio: SongAudio, outline: ChunkOutline[], isMorph: boolean) => {
      if (isMorph) return morphToOutline(audio, outline)
      setChunks(frameState, outline, computeCloudRadius(outline.length))
      frameState.boxes.embedding.running = true
      store.setState({ song: null, playing: false })
      audioOutput.setLevels(null)
      connect(audio, outline)
      showCredits(audio, outline)
    },
    showSpectrogram: (spectrogram: SpectrogramImage | null) => store.setState({ spectrogram }),
    addFormSnapshot: (positions: Float32Array, iterations: number) => {
      frameState.boxes.embedding.expectedSnapshots = Math.max(1, Math.floor(iterations / SNAPSHOT_INTERVAL_ITERATIONS))
      frameState.boxes.embedding.snapshots.push(positions)
    },
    addMapSnapshot: (positions: Float32Array) => {
      frameState.boxes.mapSnapshots.push(positions)
    },
    /** Adds the finished embedding to the displayed outline. */
    completeSong: ({ analysis: { song, spectrum, snapshots, mapSnapshots } }: LoadedSong) => {
      frameState.boxes.embedding.snapshots = snapshots
      frameState.boxes.embedding.complete = true
      frameState.boxes.mapSnapshots = mapSnapshots
      store.setState({ song, spectrogram: spectrum })
      audioOutput.setLevels(song.levels ?? null)
    },
    showSong: ({ audio, analysis }: LoadedSong) => {
      showAnalysis(analysis)
      connect(audio, analysis.song.chunks)
      showCredits(audio, analysis.song.chunks)
    },
    clear: () => {
      audioOutput.disconnect(scene)
      setChunks(frameState, [], computeCloudRadius(0))
      store.setState({
        song: null,
        title: '',
        artist: '',
        outline: [],
        duration: 0,
        playing: false,
        grabbedChunk: null,
        spectrogram: null,
        selected: null,
      })
      showCover(undefined)
    },
  }
}
