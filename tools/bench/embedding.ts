import { TSNE as Keckelt } from '@keckelt/tsne'
import { TSNE as Druid } from '@saehrimnir/druidjs'
import TsneJs from 'tsne-js'
import { computeAffinities } from '../../audio/analysis/embedding/affinities.ts'
import {
  computeFormAffinities,
  computeSimilarities,
  computeSongAffinities,
} from '../../audio/analysis/embedding/embed.ts'
import { findNearestNeighbors } from '../../audio/analysis/embedding/neighbors.ts'
import { computePrincipalComponents } from '../../audio/analysis/embedding/pca.ts'
import { type Points, toPoints } from '../../audio/analysis/embedding/points.ts'
import { computeKlDivergence, computeTrustworthiness } from '../../audio/analysis/embedding/quality.ts'
import { runTsne, TSNE_ITERATIONS } from '../../audio/analysis/embedding/tsne.ts'
import { toRows } from './inputs.ts'
import { runSklearnTsne } from './librosa.ts'
import type { Report } from './report.ts'
import { measureMedians, readMemoryMegabytes } from './timing.ts'

const PERPLEXITY = 30
/** The default of the other libraries and scikit-learn. */
const PEER_ITERATIONS = 1000

type Embedder = (features: Points) => Points

const peerLibraries = {
  DruidJS: (features) => {
    const model = new Druid(toRows(features), { perplexity: PERPLEXITY, d: 3, seed: 1 })
    return toPoints(model.transform(PEER_ITERATIONS) as number[][], 3)
  },
  '@keckelt/tsne': (features) => {
    const model = new Keckelt({ perplexity: PERPLEXITY, dim: 3, epsilon: 10 })
    model.initDataRaw(toRows(features))
    for (let i = 0; i < PEER_ITERATIONS; i++) model.step()
    return toPoints(model.getSolution() as number[][], 3)
  },
  'tsne-js': (features) => {
    const model = new TsneJs({
      dim: 3,
      perplexity: PERPLEXITY,
      learningRate: 50,
      nIter: PEER_ITERATIONS,
      metric: 'euclidean',
    })
    model.init({ data: toRows(features), type: 'dense' })
    model.run()
    return toPoints(model.getOutput(), 3)
  },
} satisfies Record<string, Embedder>

export type PeerLibrary = keyof typeof peerLibraries

const computeOwnAffinities = (features: Points) =>
  computeFormAffinities(computeSimilarities(features, PERPLEXITY), PERPLEXITY)

/** From features to the 3D form: songwalk, the peers named, and scikit-learn where it is; KL over one dense P for all. */
export async function benchmarkEmbeddings(
  name: string,
  features: Points,
  report: Report,
  named: readonly PeerLibrary[],
): Promise<void> {
  const { count } = features
  const group = `${name}, N = ${count}`
  // Over all pairs: the libraries define neighborhoods differently.
  const pairs =
    count <= 2000
      ? computeAffinities(findNearestNeighbors(features, count - 1), count, PERPLEXITY)
      : computeSongAffinities(features, PERPLEXITY)
  const judged = (form: Points) => ({
    kl: computeKlDivergence(pairs, form),
    trustworthiness: computeTrustworthiness(features, form, 12),
  })
  const forms = new Map<string, Points>()
  let peak = 0
  const ours = (): void => {
    const before = readMemoryMegabytes()
    const affinities = computeOwnAffinities(features)
    const form = runTsne(affinities, computePrincipalComponents(features, 3), () => {
      peak = Math.max(peak, readMemoryMegabytes() - before)
    })
    forms.set('songwalk', form)
  }
  const contestants: Record<string, () => unknown> = { songwalk: ours }
  if (count <= 1000) {
    const plain = () =>
      runTsne(computeOwnAffinities(features), computePrincipalComponents(features, 3), undefined, 'plain')
    contestants['plain TypeScript'] = () => forms.set('plain TypeScript', plain())
  }
  for (const peer of named) contestants[peer] = () => forms.set(peer, peerLibraries[peer](features))
  const times = await measureMedians(contestants)
  const own = times.songwalk as number
  for (const [who, seconds] of Object.entries(times)) {
    const form = forms.get(who) as Points
    const what = `t-SNE 3D: ${who}, ${who in peerLibraries ? PEER_ITERATIONS : TSNE_ITERATIONS} iterations`
    const more = who === 'songwalk' ? { MB: peak } : { against: seconds / own }
    report.add({ group, what, seconds, ...judged(form), ...more })
  }
  const python = await runSklearnTsne(features)
  if (!python) return
  const { seconds, form } = python
  const what = `t-SNE 3D: scikit-learn, ${PEER_ITERATIONS} iterations`
  report.add({ group, what, seconds, ...judged(form), against: seconds / own })
}
