import { open, readFile, rename, rm } from 'node:fs/promises'
import { analyzeSong } from '../../audio/analysis/analyze-song.ts'
import { getPcmDuration } from '../../audio/pcm.ts'
import { defaultSettings } from '../../audio/song/song.ts'
import { writeSongFile } from '../../audio/song/song-file.ts'
import { describeSource, titleFromName } from '../../audio/song/song-source.ts'
import { isExpectedError, OperatorError } from '../../server/operator-error.ts'
import { decodeFile } from '../decode-file.ts'
import { computeOverallProgress } from '../progress-bar.ts'
import type { SongJob, SongMessage, SongResult } from './process-pool.ts'

/** One of the crew: a process that decodes and analyzes one song after the other, as crew.ts sends them. */
async function runJob({ path, name, sha256, outputPath: keep }: SongJob): Promise<SongResult> {
  const bytes = new Uint8Array(await readFile(path))
  const pcm = await decodeFile(bytes, path)
  const duration = getPcmDuration(pcm)
  if (keep === null) return { duration }
  const source = await describeSource(bytes.buffer, pcm, name)
  if (source.sha256 !== sha256) throw new OperatorError('was changed while it was read; start again.')
  const job = { title: titleFromName(name), source, settings: defaultSettings }
  let last = -1
  const song = await analyzeSong(pcm, job, {
    onProgress: (stage, fraction) => {
      const percent = Math.round(100 * computeOverallProgress(stage, fraction))
      if (percent === last) return
      last = percent
      sendMessage({ percent })
    },
  })
  await writeFileDurably(keep, writeSongFile({ song, audio: bytes }))
  return { duration }
}

/** Whole, or not at all, also when the power goes. */
async function writeFileDurably(path: string, content: Uint8Array[]): Promise<void> {
  const beside = `${path}.${process.pid}.part`
  try {
    const file = await open(beside, 'w')
    try {
      for (const piece of content) await file.writeFile(piece)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {})
    throw error
  }
}

const sendMessage = (news: SongMessage) => process.send?.(news)

process.on('message', (job: SongJob) => {
  runJob(job).then(
    (heard) => sendMessage({ result: heard }),
    (error: NodeJS.ErrnoException) =>
      sendMessage({
        failure: { sentence: error.message, code: isExpectedError(error) ? null : (error.code ?? '') },
      }),
  )
})
// Nobody waits any more.
process.on('disconnect', () => process.exit())
// Ctrl+C is the terminal's word to all; the one that started this one ends it.
process.on('SIGINT', () => {})
