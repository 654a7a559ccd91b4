import { SongError } from '../../../audio/song-error.ts'
import type { Seconds } from '../../../audio/units.ts'
import { i18n } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import { updateExportJob } from './export-job.ts'
import { startRecording } from './recording.ts'

/** A video is made in memory: about a gigabyte at most. */
const MAX_RECORDING_SECONDS: Seconds = 20 * 60

/**
 * Records the playback from now on until the visitor stops it, the song ends or another one comes.
 * @throws {SongError} one sentence
 */
export async function recordPlayback({ store, services, actions }: Session): Promise<{ file: Blob; ending: string }> {
  const canvas = services.renderer?.().gl.domElement
  if (!canvas || !services.voices || !services.playback) throw new SongError('nothingToRecord')
  // Resumed before it is tapped: a sleeping context gives no sound to record.
  await services.voices.resume()
  const recording = await startRecording(canvas, services.voices, store.getState().title)
  const { outline } = store.getState()
  if (!store.getState().playing) actions.play()
  let unsubscribe = () => {}
  let timer: ReturnType<typeof setTimeout> | undefined
  const over = new Promise<void>((resolve) => {
    updateExportJob({ stop: { label: i18n.t('panels.export.stop'), now: resolve } })
    timer = setTimeout(resolve, MAX_RECORDING_SECONDS * 1000)
    unsubscribe = store.subscribe((state) => {
      const ended = !state.playing && (services.playback?.time() ?? 0) >= (services.playback?.duration ?? 0)
      // New boxes have new voices: what is recorded would fall silent.
      if (ended || state.outline !== outline) resolve()
    })
  })
  try {
    await Promise.race([over, recording.failure])
    updateExportJob({ label: i18n.t('panels.export.jobs.songVideoEnd'), stop: null, recording: false })
    return await recording.finish()
  } finally {
    clearTimeout(timer)
    unsubscribe()
  }
}
