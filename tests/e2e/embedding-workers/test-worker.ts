import { compare, exactForms } from '../../../audio/analysis/embedding/embed.ts'
import { embedSong } from '../../../audio/analysis/embedding/engines.ts'
import { memoryFor } from '../../../audio/analysis/embedding/gradient-adapter.ts'
import { type Points, toPoints } from '../../../audio/analysis/embedding/points.ts'
import { embeddingWorkers, hireCrew } from '../../../audio/analysis/embedding-workers.ts'
import { endWith, type StopFlag } from '../../../audio/dsp/cancellation.ts'
import { synthetic } from './clustered-rows.ts'

/** Embeds so many made-up chunks, by the engine or, where helpers are given, by exact t-SNE with so many of them. */
export type EmbeddingTask = { engine: 'exact' | 'classic'; count: number; helpers?: number; stop?: StopFlag | null }
export type EmbeddingAnswer = { numbers: number[][]; stills: number; helped: boolean }

/** Form and map, as plain numbers. */
const numbersOf = ({ form, map }: { form: Points; map: Points }): number[][] =>
  [form, map].map(({ values }) => Array.from(values))

async function withHelpers(count: number, helpers: number): Promise<EmbeddingAnswer> {
  const likeness = compare(toPoints(synthetic(count), 26), 30)
  const crew = await hireCrew(memoryFor(count, likeness.pairs.p.length), helpers)
  const numbers = numbersOf(exactForms(likeness, 30, {}, undefined, { by: crew }))
  return { numbers, stills: 0, helped: crew !== undefined }
}

// Stands in for the analysis worker: says that it has started at the first still, and answers with the numbers.
self.onmessage = async ({ data: { engine, count, helpers, stop = null } }: MessageEvent<EmbeddingTask>) => {
  if (helpers !== undefined) return self.postMessage(await withHelpers(count, helpers))
  endWith(stop)
  let stills = 0
  const still = (): void => {
    if (stills++ === 0) self.postMessage('started')
  }
  const settings = { engine, perplexity: 30 }
  const forms = await embedSong(
    synthetic(count),
    settings,
    { onForm: still, onMap: still },
    undefined,
    embeddingWorkers(stop),
  )
  self.postMessage({ numbers: numbersOf(forms), stills, helped: false } satisfies EmbeddingAnswer)
}
