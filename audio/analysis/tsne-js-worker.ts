import { checkpoint, endWith, type StopFlag } from '../dsp/cancellation.ts'
import { SongError } from '../errors.ts'
import type { Points } from './embedding/points.ts'
import { type ClassicJob, classicForms } from './embedding/tsne-js-embedding.ts'

/** What the worker of the classic engine says, in order; the last is `forms` or `sentence`. */
export type ClassicNews =
  | { kind: 'form'; points: Points; iteration: number; iterations: number }
  | { kind: 'map'; points: Points; iteration: number; iterations: number }
  | { kind: 'progress'; fraction: number }
  | { kind: 'forms'; form: Points; map: Points }
  | { kind: 'sentence'; sentence: string }

export type StoppableJob = ClassicJob & { stop: StopFlag | null }

const tell = (news: ClassicNews): void => self.postMessage(news)

// tsne-js in a worker of its own: it generates code and replaces Math.random while it runs.
self.onmessage = ({ data }: MessageEvent<StoppableJob>) => {
  endWith(data.stop)
  try {
    const forms = classicForms(
      data,
      {
        onForm: (points, iteration, iterations) => tell({ kind: 'form', points, iteration, iterations }),
        onMap: (points, iteration, iterations) => tell({ kind: 'map', points, iteration, iterations }),
      },
      (fraction) => {
        checkpoint()
        tell({ kind: 'progress', fraction })
      },
    )
    tell({ kind: 'forms', ...forms })
  } catch (error) {
    if (!(error instanceof SongError)) throw error
    tell({ kind: 'sentence', sentence: error.message })
  }
}
