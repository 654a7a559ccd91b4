import { embedSong } from '../../../audio/embedding/engines.ts'
import { embeddingWorkers, hireCrew } from '../../../audio/embedding-workers.ts'
import { synthetic } from './rows.ts'

export type EmbeddingTask = { engine: 'exact' | 'classic'; count: number; helpers?: number; forever?: boolean }

// Stands in for the analysis worker: embeds made-up features with further workers and answers with the numbers.
self.onmessage = async ({ data: { engine, count, helpers, forever } }: MessageEvent<EmbeddingTask>) => {
  let hired = 0
  let stills = 0
  const help = {
    ...embeddingWorkers,
    ...(helpers === undefined
      ? {}
      : {
          hireCrew: async (bytes: number) => {
            hired = helpers
            return hireCrew(bytes, helpers)
          },
        }),
  }
  const still = (): void => {
    stills++
    if (stills === 1) self.postMessage({ started: true })
  }
  do {
    const { form, map, quality } = await embedSong(
      synthetic(count),
      { engine, perplexity: 30 },
      { onForm: still, onMap: still },
      undefined,
      help,
    )
    const numbers = [form, map].map(({ values }) => Array.from(values))
    if (!forever) self.postMessage({ numbers, quality, hired, stills })
  } while (forever)
}
