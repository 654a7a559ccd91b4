import { formatCsvInWorker, formatJsonInWorker, writeSongFileInWorker } from '../../../audio/song/song-file-client.ts'
import { SONG_ERROR_TEMPLATES } from '../../../audio/song-error.ts'
import type { Session } from '../../session/session.ts'
import { downloadFile } from '../../shared/download.ts'
import { type ExportJob, runExportJob, updateExportJob } from './export-job.ts'

type ExportSource = NonNullable<ReturnType<Session['currentSong']>>

/** Which videos the browser has encoders for. */
export type VideoSupport = { silent: boolean; withAudio: boolean }

/** One thing to take home. */
type ExportOption = {
  label: string
  description: string
  /** Why this browser cannot, or null. */
  unsupportedReason: string | null
  run: (opened: ExportSource) => Promise<void>
}

const formatFileSize = ({ size }: Blob) =>
  size < 1e5 ? `${Math.ceil(size / 1e3)} kB` : `${(size / 1e6).toFixed(1)} MB`
const createExportJob = (label: string, more: Partial<ExportJob> = {}): ExportJob => ({
  label,
  progress: null,
  stop: null,
  recording: false,
  ...more,
})

/** What can be taken home, in the order of its buttons. What it takes to make it is loaded when it is asked for. */
export function createExportOptions(session: Session, video: VideoSupport): ExportOption[] {
  /** Downloads what `make` gives, under the title the song has now, and says so. */
  const take = (
    running: ExportJob,
    what: string,
    make: (opened: ExportSource) => Promise<{ file: Blob; ending: string }>,
  ) => {
    return (opened: ExportSource) =>
      runExportJob(running, async () => {
        const { title } = opened.audio
        const { file, ending } = await make(opened)
        downloadFile(title, ending, file)
        return `${what} (${formatFileSize(file)}) is in your downloads.`
      })
  }
  return [
    {
      label: 'Picture',
      description: 'What you see now, a PNG of 3840 × 2160.',
      unsupportedReason: null,
      run: ({ audio: sound }) =>
        runExportJob(createExportJob('Taking the picture'), async () => {
          const { takeScreenshot: takePicture } = await import('./screenshot.ts')
          const { png, width, height } = await takePicture(session.services)
          downloadFile(sound.title, '.png', png)
          const most = width < 3840 ? ` ${width} × ${height} pixels are the most that this graphics card can draw.` : ''
          return `The picture (${formatFileSize(png)}) is in your downloads.${most}`
        }),
    },
    {
      label: 'Video of the form',
      description: 'From path to cloud: 10 silent seconds in HD.',
      unsupportedReason: video.silent ? null : SONG_ERROR_TEMPLATES.videoUnsupported,
      run: (opened) => {
        const stop = new AbortController()
        const running = createExportJob('Filming the form', {
          progress: 0,
          stop: { label: 'Cancel', now: () => stop.abort() },
        })
        return take(running, 'The video', async ({ analysis }) => {
          const { renderUnfoldingVideo: filmUnfolding } = await import('./unfolding-video.ts')
          return filmUnfolding(session, analysis, {
            signal: stop.signal,
            onProgress: (progress) => updateExportJob({ progress }),
          })
        })(opened)
      },
    },
    {
      label: 'Video of the song',
      description: 'As seen and heard from now on, up to 20 min.',
      unsupportedReason: video.withAudio ? null : SONG_ERROR_TEMPLATES.videoUnsupported,
      run: take(createExportJob('Recording', { recording: true }), 'The video', async () => {
        const { recordPlayback: filmPlayback } = await import('./record-playback.ts')
        return filmPlayback(session)
      }),
    },
    {
      label: 'Form as GLB',
      description: 'Cloud and path in 3D, e.g. for Blender.',
      unsupportedReason: null,
      run: take(createExportJob('Building the form'), 'The form', async ({ analysis }) => {
        const { createSongGlb: songGlb } = await import('./glb.ts')
        const { layout, palette } = session.store.getState().preferences
        const glb = songGlb(analysis.song, layout, palette)
        return { file: new Blob([glb], { type: 'model/gltf-binary' }), ending: '.glb' }
      }),
    },
    {
      label: 'Form as USDZ',
      description: 'For the table: iPhone and iPad show it in your room.',
      unsupportedReason: null,
      run: take(createExportJob('Building the form'), 'The form', async ({ analysis }) => {
        const { createSongUsdz: songUsdz } = await import('./usdz.ts')
        const usdz = await songUsdz(analysis.song, session.store.getState().preferences.palette)
        return { file: new Blob([usdz], { type: 'model/vnd.usdz+zip' }), ending: '.usdz' }
      }),
    },
    {
      label: 'Analysis as JSON',
      description: 'Everything that was found in the song.',
      unsupportedReason: null,
      run: take(createExportJob('Writing the analysis'), 'The analysis', async ({ analysis }) => {
        return { file: await formatJsonInWorker(analysis.song), ending: '.json' }
      }),
    },
    {
      label: 'Analysis as CSV',
      description: 'Times, places and features; a row a chunk.',
      unsupportedReason: null,
      run: take(createExportJob('Writing the table'), 'The table', async ({ analysis }) => {
        return { file: await formatCsvInWorker(analysis.song), ending: '.csv' }
      }),
    },
    {
      label: 'All in one file',
      description: 'A .songwalk: drop it here to open it again.',
      unsupportedReason: null,
      run: take(createExportJob('Packing the song'), 'The song', async ({ audio: sound, analysis }) => {
        const audio = new Uint8Array(await sound.file.blob.arrayBuffer())
        return { file: await writeSongFileInWorker({ song: analysis.song, audio }), ending: '.songwalk' }
      }),
    },
  ]
}
