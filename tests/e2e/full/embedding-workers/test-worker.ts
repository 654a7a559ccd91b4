import {
  computeExactEmbeddings,
  computeSimilarities,
  countMaxPairs,
} from '../../../../audio/analysis/embedding/embed.ts'
import { embedSong } from '../../../../audio/analysis/embedding/engines.ts'
import { computePoolMemoryBytes } from '../../../../audio/analysis/embedding/gradient.ts'
import { type Points, toPoints } from '../../../../audio/analysis/embedding/points.ts'
import { createEmbeddingWorkers, startWorkerPool } from '../../../../audio/analysis/embedding-workers.ts'
import { type CancelFlag, setCancelFlag } from '../../../../audio/dsp/cancellation.ts'
import { createClusteredRows } from './clustered-rows.ts'

/** Embeds `count` synthetic chunks with the engine, or with exact t-SNE on `workerCount` workers. */
export type EmbeddingTask = {
  engine: 'exact' | 'classic'
  count: number
  workerCount?: number
  stop?: CancelFlag | null
}
export type EmbeddingReply = { numbers: number[][]; snapshotCount: number; usedPool: boolean }

/** Form and map, as plain numbers. */
const toNumbers = ({ form, map }: { form: Points; map: Points }): number[][] =>
  [form, map].map(({ values }) => Array.from(values))

async function embedWithPool(count: number, helpers: number): Promise<EmbeddingReply> {
  const likeness = computeSimilarities(toPoints(createClusteredRows(count), 26), 30)
  const crew = await startWorkerPool(computePoolMemoryBytes(count, countMaxPairs(likeness)), helpers)
  const numbers = toNumbers(computeExactEmbeddings(likeness, 30, {}, undefined, { executor: crew }))
  return { numbers, snapshotCount: 0, usedPool: crew !== undefined }
}

// In place of the analysis worker: posts 'started' at the first snapshot, then the coordinates.
self.onmessage = async ({
  data: { engine, count, workerCount: helpers, stop = null },
}: MessageEvent<EmbeddingTask>) => {
  if (helpers !== undefined) return self.postMessage(await embedWithPool(count, helpers))
  setCancelFlag(stop)
  let stills = 0
  const still = (): void => {
    if (stills++ === 0) self.postMessage('started')
  }
  const settings = { engine, perplexity: 30 }
  const forms = await embedSong(
    createClusteredRows(count),
    settings,
    { onForm: still, onMap: still },
    undefined,
    createEmbeddingWorkers(stop),
  )
  self.postMessage({ numbers: toNumbers(forms), snapshotCount: stills, usedPool: false } satisfies EmbeddingReply)
}
