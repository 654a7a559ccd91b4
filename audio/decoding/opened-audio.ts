import type { BlockStream } from '../block-stream.ts'
import type { SampleStore } from '../playback/sample-store.ts'
import type { SongSource } from '../song/song.ts'

/** A file ready for analysis and playback. */
export type OpenedAudio = {
  source: SongSource
  /** For playback; filled while `stream` is sent for the first time. */
  store: SampleStore
  /** For the analysis. */
  stream: BlockStream
  /** Fills the store of a song that is not analyzed. */
  fillStore: (signal: AbortSignal) => Promise<void>
}
