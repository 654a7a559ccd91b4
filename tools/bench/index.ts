import { analyzeSong } from '../../audio/analysis/analyze-song.ts'
import { getPcmDuration, type Pcm } from '../../audio/pcm.ts'
import { defaultSettings } from '../../audio/song/song.ts'
import { wayOfAFile } from './browser.ts'
import { embeddings } from './embedding.ts'
import { framesOf, raysOf } from './frames.ts'
import { decodeDemo, groups, synthetic } from './inputs.ts'
import { createReport } from './report.ts'
import { soundStages } from './sound.ts'
import { megabytes, race } from './timing.ts'

// `npm run bench`: what every stage costs, beside what one would take instead, in the same run. Medians of three.
const report = createReport()

async function wholeAnalysis(name: string, pcm: Pcm): Promise<void> {
  const source = { name, bytes: 1, sha256: '0'.repeat(64), duration: 1, sampleRate: pcm.sampleRate, channels: 2 }
  const job = { title: name, source, settings: defaultSettings }
  const before = megabytes()
  let peak = 0
  let chunks = 0
  let quality = {}
  const { whole } = await race({
    whole: async () => {
      const song = await analyzeSong(pcm, job, {
        onProgress: () => {
          peak = Math.max(peak, megabytes() - before)
        },
      })
      chunks = song.chunks.length
      quality = { kl: song.quality?.divergence, trustworthiness: song.quality?.trustworthiness }
    },
  })
  const group = `${name}, ${Math.round(getPcmDuration(pcm))} s`
  report.add({ group, what: `sound to Song, ${chunks} chunks, one thread`, seconds: whole, ...quality, MB: peak })
}

const demos = ['founders', 'electronic']
for (const name of demos) {
  const { pcm, seconds } = await decodeDemo(`${name}.mp3`)
  report.add({ group: `${name}, ${Math.round(getPcmDuration(pcm))} s`, what: 'decoding: node-web-audio-api', seconds })
  const features = await soundStages(name, pcm, report)
  await wholeAnalysis(name, pcm)
  await embeddings(name, features, report, name === 'founders' ? ['DruidJS', '@keckelt/tsne'] : ['DruidJS'])
}
const minutes4 = synthetic(240)
await soundStages('synthetic', minutes4, report)
await wholeAnalysis('synthetic', minutes4)
const minutes60 = synthetic(3600)
await soundStages('synthetic', minutes60, report)
await wholeAnalysis('synthetic', minutes60)

await embeddings('groups', groups(250), report, ['DruidJS', '@keckelt/tsne', 'tsne-js'])
await embeddings('groups', groups(1000), report, ['DruidJS'])
await embeddings('groups', groups(2000), report, [])
await embeddings('groups', groups(5000), report, [])

await wayOfAFile('founders.mp3', 'electronic', report)
await wayOfAFile('electronic.mp3', 'founders', report)
for (const count of [2000, 8000]) {
  raysOf(count, report)
  await framesOf(count, report)
}
await report.write()
