import { formatCsvInWorker, formatJsonInWorker, writeSongFileInWorker } from '../../../audio/song/song-file-client.ts'
import { formatNumber } from '../../../scenes/state/format-number.ts'
import { importPart } from '../../../scenes/state/lazy-part.ts'
import { i18n } from '../../i18n/i18n.ts'
import type { LoadedSong } from '../../session/loaded-song.ts'
import type { Session } from '../../session/session.ts'
import { downloadFile } from '../../shared/download.ts'
import { type ExportJob, runExportJob, updateExportJob } from './export-job.ts'

/** Which videos the browser has encoders for. */
export type VideoSupport = { silent: boolean; withAudio: boolean }

/** One thing to export; the language files name it under `panels.export.options`. */
type ExportOption = {
  id: 'picture' | 'formVideo' | 'songVideo' | 'glb' | 'usdz' | 'json' | 'csv' | 'songwalk'
  supported: boolean
  run: (song: LoadedSong) => Promise<void>
}

type ExportedFile = { file: Blob; ending: string }

function formatFileSize({ size }: Blob): string {
  const { language } = i18n
  return size < 1e5
    ? `${formatNumber(Math.ceil(size / 1e3), language)} kB`
    : `${formatNumber(size / 1e6, language, 1)} MB`
}

const formatSavedMessage = (what: string, file: Blob): string =>
  i18n.t('panels.export.saved', { what, size: formatFileSize(file) })

const createExportJob = (label: string, more: Partial<ExportJob> = {}): ExportJob => ({
  label,
  progress: null,
  stop: null,
  recording: false,
  ...more,
})

/** Runs a job that makes a file, and downloads it under the song's title at that time. */
const runFileJob = (job: ExportJob, what: string, { audio }: LoadedSong, make: () => Promise<ExportedFile>) =>
  runExportJob(job, async () => {
    const { title } = audio
    const { file, ending } = await make()
    downloadFile(title, ending, file)
    return formatSavedMessage(what, file)
  })

/** All exports in the order of their buttons; the code that makes each is loaded when it is asked for. */
export function createExportOptions(session: Session, video: VideoSupport): ExportOption[] {
  const { t } = i18n
  return [
    {
      id: 'picture',
      supported: true,
      run: ({ audio: { title } }) =>
        runExportJob(createExportJob(t('panels.export.jobs.picture')), async () => {
          const { takeScreenshot } = await importPart(() => import('./screenshot.ts'))
          const { png, width, height } = await takeScreenshot(session.services)
          downloadFile(title, '.png', png)
          const message = formatSavedMessage(t('panels.export.files.picture'), png)
          return width < 3840 ? `${message} ${t('panels.export.smallerPicture', { width, height })}` : message
        }),
    },
    {
      id: 'formVideo',
      supported: video.silent,
      run: (song) => {
        const abort = new AbortController()
        const stop = { label: t('common.cancel'), now: () => abort.abort() }
        const job = createExportJob(t('panels.export.jobs.formVideo'), { progress: 0, stop })
        return runFileJob(job, t('panels.export.files.video'), song, async () => {
          const { renderUnfoldingVideo } = await importPart(() => import('./unfolding-video.ts'))
          return renderUnfoldingVideo(session, song.analysis, {
            signal: abort.signal,
            onProgress: (progress) => updateExportJob({ progress }),
          })
        })
      },
    },
    {
      id: 'songVideo',
      supported: video.withAudio,
      run: (song) => {
        const job = createExportJob(t('panels.export.jobs.songVideo'), { recording: true })
        return runFileJob(job, t('panels.export.files.video'), song, async () => {
          const { recordPlayback } = await importPart(() => import('./record-playback.ts'))
          return recordPlayback(session)
        })
      },
    },
    {
      id: 'glb',
      supported: true,
      run: (song) =>
        runFileJob(createExportJob(t('panels.export.jobs.form')), t('panels.export.files.form'), song, async () => {
          const { createSongGlb } = await importPart(() => import('./glb.ts'))
          const { layout, palette } = session.store.getState().preferences
          const glb = createSongGlb(song.analysis.song, layout, palette)
          return { file: new Blob([glb], { type: 'model/gltf-binary' }), ending: '.glb' }
        }),
    },
    {
      id: 'usdz',
      supported: true,
      run: (song) =>
        runFileJob(createExportJob(t('panels.export.jobs.form')), t('panels.export.files.form'), song, async () => {
          const { createSongUsdz } = await importPart(() => import('./usdz.ts'))
          const { palette } = session.store.getState().preferences
          const usdz = createSongUsdz(song.analysis.song, palette, location.href)
          return { file: new Blob([usdz], { type: 'model/vnd.usdz+zip' }), ending: '.usdz' }
        }),
    },
    {
      id: 'json',
      supported: true,
      run: (song) =>
        runFileJob(createExportJob(t('panels.export.jobs.json')), t('panels.export.files.json'), song, async () => ({
          file: await formatJsonInWorker(song.analysis.song),
          ending: '.json',
        })),
    },
    {
      id: 'csv',
      supported: true,
      run: (song) =>
        runFileJob(createExportJob(t('panels.export.jobs.csv')), t('panels.export.files.csv'), song, async () => ({
          file: await formatCsvInWorker(song.analysis.song),
          ending: '.csv',
        })),
    },
    {
      id: 'songwalk',
      supported: true,
      run: (song) =>
        runFileJob(
          createExportJob(t('panels.export.jobs.songwalk')),
          t('panels.export.files.songwalk'),
          song,
          async () => {
            const audio = new Uint8Array(await song.audio.file.blob.arrayBuffer())
            return { file: await writeSongFileInWorker({ song: song.analysis.song, audio }), ending: '.songwalk' }
          },
        ),
    },
  ]
}
