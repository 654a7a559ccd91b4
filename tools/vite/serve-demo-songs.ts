import type { ServerResponse } from 'node:http'
import type { Plugin } from 'vite'
import { viteStaticCopy } from 'vite-plugin-static-copy'
import { ANALYSIS_VERSION } from '../../audio/analysis/analysis-types.ts'
import type { Song } from '../../audio/song/song.ts'
import { createSongGlb } from '../../src/app/export/glb.ts'
import { analyzeDemoSong, type DemoSongEntry } from './analyze-demo-song.ts'
import entries from './demo-songs.json' with { type: 'json' }

/** The Song beside a sound; its name says which version of the analysis it is of. */
const getShippedName = (file: string) => `${file.replace(/\.\w+$/, '')}.v${ANALYSIS_VERSION}.song.json`

/** The form that phones show in a room: Android's Scene Viewer reads a file from the site. */
const getModelName = (file: string) => `${file.replace(/\.\w+$/, '')}.glb`

const createModel = (json: Buffer) =>
  Buffer.from(createSongGlb(JSON.parse(json.toString()) as Song, 'spiral', 'rainbow', true))

const formatList = () =>
  JSON.stringify(
    entries.map((entry) => ({ ...entry, shipped: { file: getShippedName(entry.file), version: ANALYSIS_VERSION } })),
  )

/** What the gallery draws of the Songs: a fiftieth of their size. Two decimals of the unit RMS radius are half a pixel. */
const formatForms = (songs: readonly (readonly [DemoSongEntry, Buffer])[]) =>
  JSON.stringify(
    Object.fromEntries(
      songs.map(([{ file }, json]) => {
        const { chunks } = JSON.parse(json.toString()) as Pick<Song, 'chunks'>
        const positions = chunks.flatMap(({ position }) => position.map((value) => Number(value.toFixed(2))))
        const durations = chunks.map(({ start, end }) => Number((end - start).toFixed(3)))
        return [file, { positions, durations }]
      }),
    ),
  )

const analyzeAll = () => Promise.all(entries.map(async (entry) => [entry, await analyzeDemoSong(entry)] as const))

/**
 * The songs of the demo exhibit under /songs/, in dev and in the build: songs.json lists them, and beside each sound is its
 * Song, which the page shows first; forms.json is for the gallery. The build analyzes them, the dev server does when a page asks.
 */
export const demoSongs = () => [
  viteStaticCopy({ silent: true, targets: [{ src: 'exhibits/demo/*.mp3', dest: 'songs' }] }),
  shippedSongs(),
]

function shippedSongs(): Plugin {
  let analyses: ReturnType<typeof analyzeAll> = Promise.resolve([])
  return {
    name: 'songwalk-shipped-songs',
    buildStart() {
      if (this.meta.watchMode || this.environment.mode !== 'build') return
      analyses = analyzeAll()
      // Reported by generateBundle.
      analyses.catch(() => {})
    },
    async generateBundle() {
      const emit = (name: string, source: string | Buffer) =>
        this.emitFile({ type: 'asset', fileName: `songs/${name}`, source })
      emit('songs.json', formatList())
      emit('forms.json', formatForms(await analyses))
      for (const [{ file }, song] of await analyses) {
        emit(getShippedName(file), song)
        emit(getModelName(file), createModel(song))
      }
    },
    configureServer({ middlewares }) {
      middlewares.use('/songs', (request, response, next) => {
        const name = request.url?.slice(1).split('?')[0]
        if (name === 'songs.json') return sendJson(response, formatList())
        if (name === 'forms.json')
          return void analyzeAll().then((songs) => sendJson(response, formatForms(songs)), next)
        const entry = entries.find(({ file }) => getShippedName(file) === name)
        if (!entry) return next()
        analyzeDemoSong(entry).then((song) => sendJson(response, song), next)
      })
    },
    transformIndexHtml: {
      order: 'post',
      // Asked for while the script is loading; the page shows the first song unless its address names another.
      handler: (_, { path }) =>
        path === '/index.html'
          ? ['songs.json', getShippedName(entries[0]?.file ?? '')].map((name) => ({
              tag: 'link',
              attrs: { rel: 'preload', as: 'fetch', crossorigin: 'anonymous', href: `./songs/${name}` },
              injectTo: 'head' as const,
            }))
          : [],
    },
  }
}

function sendJson(response: ServerResponse, json: string | Buffer): void {
  response.setHeader('Content-Type', 'application/json')
  response.end(json)
}
