import { analyzeSong } from '../../audio/analysis/analyze-song.ts'
import { getPcmDuration, type Pcm } from '../../audio/pcm.ts'
import { defaultSettings } from '../../audio/song/song.ts'
import { benchmarkFileOpening } from './browser.ts'
import { benchmarkCounts } from './counts.ts'
import { benchmarkEmbeddings } from './embedding.ts'
import { benchmarkAiming, benchmarkFrames } from './frames.ts'
import { createPointClusters, createSyntheticPcm, decodeDemo } from './inputs.ts'
import { createReport } from './report.ts'
import { benchmarkSceneCost } from './scene-cost.ts'
import { benchmarkShowControl } from './show-control.ts'
import { benchmarkSlowCpu } from './slow-cpu.ts'
import { benchmarkSongLoudness } from './song-loudness.ts'
import { benchmarkFeatureStages } from './sound.ts'
import { benchmarkSpatialVoices } from './spatial.ts'
import { measureMedians, readMemoryMegabytes } from './timing.ts'
import { benchmarkViews } from './views.ts'

// `npm run bench`: the time of every stage beside that of an alternative in the same run; medians of three.
// `npm run bench -- slow-cpu`, `opening`, `scene-cost`, `aiming`, `spatial`, `loudness`, `counts` or `show-control` is that part alone, and leaves results.json as it is; `npm run bench -- views`
// measures what is seen instead: arrival and rides.
const report = createReport()
if (process.argv[2] === 'slow-cpu') {
  await benchmarkSlowCpu(report)
  process.exit()
}
if (process.argv[2] === 'opening') {
  await benchmarkFileOpening('founders.mp3', 'electronic', report)
  process.exit()
}
if (process.argv[2] === 'spatial') {
  await benchmarkSpatialVoices(report)
  process.exit()
}
if (process.argv[2] === 'loudness') {
  await benchmarkSongLoudness(report)
  process.exit()
}
if (process.argv[2] === 'counts') {
  await benchmarkCounts(report)
  process.exit()
}
if (process.argv[2] === 'show-control') {
  await benchmarkShowControl(report)
  process.exit()
}
if (process.argv[2] === 'aiming') {
  for (const count of [2000, 3000, 5000]) benchmarkAiming(count, report)
  process.exit()
}
if (process.argv[2] === 'views') {
  await benchmarkViews()
  process.exit()
}
const benchmarkSceneCosts = async () => {
  for (const song of ['demo', 'large'] as const) await benchmarkSceneCost(song, report)
}
if (process.argv[2] === 'scene-cost') {
  await benchmarkSceneCosts()
  await benchmarkFrames(2000, report)
  process.exit()
}

async function benchmarkAnalysis(name: string, pcm: Pcm): Promise<void> {
  const source = { name, bytes: 1, sha256: '0'.repeat(64), duration: 1, sampleRate: pcm.sampleRate, channels: 2 }
  const job = { title: name, source, settings: defaultSettings }
  const before = readMemoryMegabytes()
  let peak = 0
  let chunks = 0
  let quality = {}
  const { whole } = await measureMedians({
    whole: async () => {
      const song = await analyzeSong(pcm, job, {
        onProgress: () => {
          peak = Math.max(peak, readMemoryMegabytes() - before)
        },
      })
      chunks = song.chunks.length
      quality = { kl: song.quality?.divergence, trustworthiness: song.quality?.trustworthiness }
    },
  })
  const group = `${name}, ${Math.round(getPcmDuration(pcm))} s`
  report.add({ group, what: `sound to Song, ${chunks} chunks, one thread`, seconds: whole, ...quality, MB: peak })
}

const demoNames = ['founders', 'electronic']
for (const name of demoNames) {
  const { pcm, seconds } = await decodeDemo(`${name}.mp3`)
  report.add({ group: `${name}, ${Math.round(getPcmDuration(pcm))} s`, what: 'decoding: node-web-audio-api', seconds })
  const features = await benchmarkFeatureStages(name, pcm, report)
  await benchmarkAnalysis(name, pcm)
  await benchmarkEmbeddings(name, features, report, name === 'founders' ? ['DruidJS', '@keckelt/tsne'] : ['DruidJS'])
}
const fourMinutesPcm = createSyntheticPcm(240)
await benchmarkFeatureStages('synthetic', fourMinutesPcm, report)
await benchmarkAnalysis('synthetic', fourMinutesPcm)
const sixtyMinutesPcm = createSyntheticPcm(3600)
await benchmarkFeatureStages('synthetic', sixtyMinutesPcm, report)
await benchmarkAnalysis('synthetic', sixtyMinutesPcm)

await benchmarkEmbeddings('groups', createPointClusters(250), report, ['DruidJS', '@keckelt/tsne', 'tsne-js'])
await benchmarkEmbeddings('groups', createPointClusters(1000), report, ['DruidJS'])
await benchmarkEmbeddings('groups', createPointClusters(2000), report, [])
await benchmarkEmbeddings('groups', createPointClusters(5000), report, [])

await benchmarkFileOpening('founders.mp3', 'electronic', report)
await benchmarkFileOpening('electronic.mp3', 'founders', report)
await benchmarkSlowCpu(report)
await benchmarkSceneCosts()
await benchmarkSpatialVoices(report)
await benchmarkShowControl(report)
for (const count of [2000, 8000]) {
  benchmarkAiming(count, report)
  await benchmarkFrames(count, report)
}
await report.write()
