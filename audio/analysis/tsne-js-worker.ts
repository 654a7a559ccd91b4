import { type CancelFlag, setCancelFlag, throwIfCancelled } from '../dsp/cancellation.ts'
import { SongError, type SongErrorData } from '../song-error.ts'
import type { Points } from './embedding/points.ts'
import { computeTsneJsEmbeddings, type TsneJsJob } from './embedding/tsne-js-embedding.ts'

/** Messages of the worker, in order; the last is `embeddings` or `error`. */
export type TsneJsMessage =
  | { kind: 'form'; points: Points; iteration: number; iterations: number }
  | { kind: 'map'; points: Points; iteration: number; iterations: number }
  | { kind: 'progress'; fraction: number }
  | { kind: 'embeddings'; form: Points; map: Points }
  | { kind: 'error'; error: SongErrorData }

export type CancellableTsneJsJob = TsneJsJob & { cancelFlag: CancelFlag | null }

const sendMessage = (message: TsneJsMessage): void => self.postMessage(message)

// tsne-js generates code and replaces Math.random while it runs, so it has a worker of its own.
self.onmessage = ({ data }: MessageEvent<CancellableTsneJsJob>) => {
  setCancelFlag(data.cancelFlag)
  try {
    const embeddings = computeTsneJsEmbeddings(
      data,
      {
        onForm: (points, iteration, iterations) => sendMessage({ kind: 'form', points, iteration, iterations }),
        onMap: (points, iteration, iterations) => sendMessage({ kind: 'map', points, iteration, iterations }),
      },
      (fraction) => {
        throwIfCancelled()
        sendMessage({ kind: 'progress', fraction })
      },
    )
    sendMessage({ kind: 'embeddings', ...embeddings })
  } catch (error) {
    if (!(error instanceof SongError)) throw error
    sendMessage({ kind: 'error', error: error.toData() })
  }
}
