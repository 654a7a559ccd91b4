import type { ChunkOutline } from '../../audio/analysis/analysis-types.ts'
import { computeCloudRadius } from '../../scenes/geometry/cloud.ts'
import { computeMorphStart, createEmbeddingAnimation } from '../../scenes/state/embedding-animation.ts'
import { setChunks } from '../../scenes/state/frame-state.ts'
import type { SceneContext } from '../../scenes/state/ui-store.ts'
import { connectAudio, disconnectAudio } from './audio-output.ts'
import type { CachedSong } from './library/cached-song.ts'
import type { Analysis, LoadedSong, SongAudio } from './open-song.ts'
import { createPendingPlayback } from './pending-playback.ts'

/** Puts songs into the room: boxes, sound, and what the page says of them. */
export function createSongPresenter(scene: SceneContext) {
  const { store, frameState, services, actions } = scene
  /** Whose boxes hang in the room; null where there are none, or none with their sound. */
  let shown: SongAudio | null = null
  let cover: Blob | undefined

  const ended = () => store.setState({ playing: false })

  const showCover = (next: Blob | undefined) => {
    if (next === cover) return
    URL.revokeObjectURL(store.getState().cover ?? '')
    cover = next
    store.setState({ cover: next ? URL.createObjectURL(next) : null })
  }

  /** What the page says about a song as soon as its cuts are known. */
  const announce = (
    { title, artist = '', tags }: Pick<SongAudio, 'title' | 'artist' | 'tags'>,
    outline: ChunkOutline[],
  ) => {
    const duration = outline.at(-1)?.end ?? 0
    store.setState({ title, artist, outline, duration, grabbedChunk: null, selected: null })
    showCover(tags.cover)
  }

  /** All of a song but its sound. */
  const hang = ({ song, snapshots: stills, mapSnapshots: mapStills, spectrum }: Analysis) => {
    setChunks(frameState, song.chunks, computeCloudRadius(song.chunks.length))
    Object.assign(frameState.boxes.embedding, {
      ...createEmbeddingAnimation(),
      snapshots: stills,
      complete: true,
      progress: 1,
    })
    frameState.boxes.mapSnapshots = mapStills
    store.setState({ song, spectrogram: spectrum, settings: song.settings, playing: false })
  }

  /** New sound for the boxes in the room; the music goes on where it was, or where it was told to. */
  const carryOn = (sound: SongAudio, outline: ChunkOutline[]) => {
    const time = services.playback?.time() ?? 0
    shown = sound
    connectAudio(scene, sound.store, outline, ended)
    services.playback?.seek(time)
    if (store.getState().playing) actions.play()
  }

  return {
    carryOn,
    /** A finished song, with its form complete. */
    show: ({ audio: sound, analysis }: LoadedSong) => {
      shown = sound
      hang(analysis)
      connectAudio(scene, sound.store, analysis.song.chunks, ended)
      announce(sound, analysis.song.chunks)
    },
    /** A remembered song while its sound is still being read. */
    foresee: ({ analysis, tags }: CachedSong) => {
      shown = null
      disconnectAudio(scene)
      hang(analysis)
      services.playback = createPendingPlayback(analysis.song.chunks)
      announce({ ...analysis.song, tags }, analysis.song.chunks)
    },
    /** Boxes for new cuts. Of the same sound as before, they start where the old ones hang, and the music goes on. */
    cut: (sound: SongAudio, outline: ChunkOutline[]) => {
      const again = shown === sound
      const { selected, outline: before } = store.getState()
      const kept = again && selected !== null ? before[selected] : undefined
      const origin = again ? computeMorphStart(frameState.boxes, outline) : null
      setChunks(frameState, outline, computeCloudRadius(outline.length))
      frameState.boxes.embedding.startPositions = origin
      frameState.boxes.embedding.running = true
      if (origin) frameState.boxes.home.set(origin)
      store.setState(again ? { song: null } : { song: null, playing: false })
      if (again) carryOn(sound, outline)
      else connectAudio(scene, sound.store, outline, ended)
      shown = sound
      announce(sound, outline)
      // The chunk whose card is open stays the one that sounds in its middle.
      if (kept) store.setState({ selected: outline.findIndex(({ end }) => end > (kept.start + kept.end) / 2) })
    },
    clear: () => {
      shown = null
      disconnectAudio(scene)
      setChunks(frameState, [], computeCloudRadius(0))
      store.setState({
        song: null,
        title: '',
        artist: '',
        outline: [],
        duration: 0,
        playing: false,
        grabbedChunk: null,
      })
      store.setState({ spectrogram: null, selected: null })
      showCover(undefined)
    },
  }
}
