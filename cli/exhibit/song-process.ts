import { readFile } from 'node:fs/promises'
import { analyzeSong } from '../../audio/analysis/analyze-song.ts'
import { getPcmDuration } from '../../audio/pcm.ts'
import { defaultSettings } from '../../audio/song/song.ts'
import { writeSongFile } from '../../audio/song/song-file.ts'
import { describeSource, titleFromName } from '../../audio/song/song-source.ts'
import { isExpectedError, OperatorError } from '../../server/operator-error.ts'
import { decodeFile } from '../decode-file.ts'
import { computeOverallProgress } from '../progress-bar.ts'
import { replaceFile } from '../write-file.ts'
import { findSongNotes } from './find-song-notes.ts'
import type { SongJob, SongMessage, SongResult } from './process-pool.ts'

// A child process of process-pool.ts, which sends it one job after another.

async function runJob({ path, name, sha256, outputPath }: SongJob): Promise<SongResult> {
  const bytes = new Uint8Array(await readFile(path))
  const pcm = await decodeFile(bytes, path)
  const duration = getPcmDuration(pcm)
  const notes = findSongNotes(bytes, pcm)
  if (outputPath === null) return { duration, notes }
  const source = await describeSource(bytes.buffer, pcm, name)
  if (source.sha256 !== sha256) throw new OperatorError('changed while it was read; start again.')
  const job = { title: titleFromName(name), source, settings: defaultSettings }
  let lastPercent = -1
  const song = await analyzeSong(pcm, job, {
    onProgress: (stage, fraction) => {
      const percent = Math.round(100 * computeOverallProgress(stage, fraction))
      if (percent === lastPercent) return
      lastPercent = percent
      sendMessage({ percent })
    },
  })
  await replaceFile(outputPath, writeSongFile({ song, audio: bytes }))
  return { duration, notes }
}

const sendMessage = (message: SongMessage) => process.send?.(message)

process.on('message', (job: SongJob) => {
  runJob(job).then(
    (result) => sendMessage({ result }),
    (error: NodeJS.ErrnoException) =>
      sendMessage({
        failure: { sentence: error.message, code: isExpectedError(error) ? null : (error.code ?? '') },
      }),
  )
})
// The pool has ended.
process.on('disconnect', () => process.exit())
// A terminal sends Ctrl+C to all processes; the pool ends this one.
process.on('SIGINT', () => {})
