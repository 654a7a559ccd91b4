import { formatCsvInWorker, formatJsonInWorker, writeSongFileInWorker } from '../../../audio/song/song-file-client.ts'
import type { Session } from '../../session/session.ts'
import { download } from '../../shared/download.ts'
import { reportSaving, type Saving, save } from './export-job.ts'

type Opened = NonNullable<ReturnType<Session['opened']>>

/** Which videos the browser has encoders for. */
export type VideoSupport = { silent: boolean; sounding: boolean }

/** One thing to take home. */
type Offer = {
  label: string
  what: string
  /** Why this browser cannot, or null. */
  cannot: string | null
  take: (opened: Opened) => Promise<void>
}

const noVideo = 'This browser cannot write videos; Chrome, Edge and a recent Safari or Firefox can.'

const megabytes = ({ size }: Blob) => (size < 1e5 ? `${Math.ceil(size / 1e3)} kB` : `${(size / 1e6).toFixed(1)} MB`)
const busy = (label: string, more: Partial<Saving> = {}): Saving => ({
  label,
  progress: null,
  stop: null,
  recording: false,
  ...more,
})

/** What can be taken home, in the order of its buttons. What it takes to make it is loaded when it is asked for. */
export function offers(session: Session, video: VideoSupport): Offer[] {
  /** Downloads what `make` gives, under the title the song has now, and says so. */
  const take = (running: Saving, what: string, make: (opened: Opened) => Promise<{ file: Blob; ending: string }>) => {
    return (opened: Opened) =>
      save(running, async () => {
        const { title } = opened.sound
        const { file, ending } = await make(opened)
        download(title, ending, file)
        return `${what} (${megabytes(file)}) is in your downloads.`
      })
  }
  return [
    {
      label: 'Picture',
      what: 'What you see now, a PNG of 3840 × 2160.',
      cannot: null,
      take: ({ sound }) =>
        save(busy('Taking the picture'), async () => {
          const { takePicture } = await import('./screenshot.ts')
          const { png, width, height } = await takePicture(session.live)
          download(sound.title, '.png', png)
          const most = width < 3840 ? ` ${width} × ${height} pixels are the most that this graphics card can draw.` : ''
          return `The picture (${megabytes(png)}) is in your downloads.${most}`
        }),
    },
    {
      label: 'Video of the form',
      what: 'From path to cloud: 10 silent seconds in HD.',
      cannot: video.silent ? null : noVideo,
      take: (opened) => {
        const stop = new AbortController()
        const running = busy('Filming the form', {
          progress: 0,
          stop: { label: 'Cancel', now: () => stop.abort() },
        })
        return take(running, 'The video', async ({ analysis }) => {
          const { filmUnfolding } = await import('./unfolding-video.ts')
          return filmUnfolding(session, analysis, {
            signal: stop.signal,
            onProgress: (progress) => reportSaving({ progress }),
          })
        })(opened)
      },
    },
    {
      label: 'Video of the song',
      what: 'As seen and heard from now on, up to 20 min.',
      cannot: video.sounding ? null : noVideo,
      take: take(busy('Recording', { recording: true }), 'The video', async () => {
        const { filmPlayback } = await import('./record-playback.ts')
        return filmPlayback(session)
      }),
    },
    {
      label: 'Form as GLB',
      what: 'Cloud and path in 3D, e.g. for Blender.',
      cannot: null,
      take: take(busy('Building the form'), 'The form', async ({ analysis }) => {
        const { songGlb } = await import('./glb.ts')
        const { layout, palette } = session.store.getState().preferences
        const glb = songGlb(analysis.song, layout, palette)
        return { file: new Blob([glb], { type: 'model/gltf-binary' }), ending: '.glb' }
      }),
    },
    {
      label: 'Form as USDZ',
      what: 'For the table: iPhone and iPad show it in your room.',
      cannot: null,
      take: take(busy('Building the form'), 'The form', async ({ analysis }) => {
        const { songUsdz } = await import('./usdz.ts')
        const usdz = await songUsdz(analysis.song, session.store.getState().preferences.palette)
        return { file: new Blob([usdz], { type: 'model/vnd.usdz+zip' }), ending: '.usdz' }
      }),
    },
    {
      label: 'Analysis as JSON',
      what: 'Everything that was found in the song.',
      cannot: null,
      take: take(busy('Writing the analysis'), 'The analysis', async ({ analysis }) => {
        return { file: await formatJsonInWorker(analysis.song), ending: '.json' }
      }),
    },
    {
      label: 'Analysis as CSV',
      what: 'Times, places and features; a row a chunk.',
      cannot: null,
      take: take(busy('Writing the table'), 'The table', async ({ analysis }) => {
        return { file: await formatCsvInWorker(analysis.song), ending: '.csv' }
      }),
    },
    {
      label: 'All in one file',
      what: 'A .songwalk: drop it here to open it again.',
      cannot: null,
      take: take(busy('Packing the song'), 'The song', async ({ sound, analysis }) => {
        const audio = new Uint8Array(await sound.file.blob.arrayBuffer())
        return { file: await writeSongFileInWorker({ song: analysis.song, audio }), ending: '.songwalk' }
      }),
    },
  ]
}
