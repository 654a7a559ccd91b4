import { SongError } from '../../../audio/song-error.ts'
import type { Seconds } from '../../../audio/units.ts'
import { i18n } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import { updateExportJob } from './export-job.ts'
import { startRecording } from './recording.ts'

/** Limits a video, which is made in memory, to about 1 GB. */
const MAX_RECORDING_SECONDS: Seconds = 20 * 60

/**
 * Records the playback until the visitor stops it, the song ends or another one opens.
 * @throws {SongError} if no song is open or the browser has no encoders
 */
export async function recordPlayback({ store, services, actions }: Session): Promise<{ file: Blob; ending: string }> {
  const canvas = services.renderer?.().gl.domElement
  if (!canvas || !services.voices || !services.playback) throw new SongError('nothingToRecord')
  // A suspended audio context gives no sound to record.
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
      // New chunks get new voices, which the recording does not hear.
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
