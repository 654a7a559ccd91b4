import { type CancelFlag, setCancelFlag, throwIfCancelled } from '../dsp/cancellation.ts'
import { SongError, type SongErrorData } from '../song-error.ts'
import type { Points } from './embedding/points.ts'
import { computeTsneJsEmbeddings, type TsneJsJob } from './embedding/tsne-js-embedding.ts'

/** What the worker of the classic engine says, in order; the last is `forms` or `error`. */
export type TsneJsMessage =
  | { kind: 'form'; points: Points; iteration: number; iterations: number }
  | { kind: 'map'; points: Points; iteration: number; iterations: number }
  | { kind: 'progress'; fraction: number }
  | { kind: 'forms'; form: Points; map: Points }
  | { kind: 'error'; error: SongErrorData }

export type CancellableTsneJsJob = TsneJsJob & { stop: CancelFlag | null }

const sendMessage = (news: TsneJsMessage): void => self.postMessage(news)

// tsne-js in a worker of its own: it generates code and replaces Math.random while it runs.
self.onmessage = ({ data }: MessageEvent<CancellableTsneJsJob>) => {
  setCancelFlag(data.stop)
  try {
    const forms = computeTsneJsEmbeddings(
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
    sendMessage({ kind: 'forms', ...forms })
  } catch (error) {
    if (!(error instanceof SongError)) throw error
    sendMessage({ kind: 'error', error: error.toData() })
  }
}
