import type { ServerResponse } from 'node:http'
import type { Plugin } from 'vite'
import { viteStaticCopy } from 'vite-plugin-static-copy'
import { ANALYSIS_VERSION } from '../../audio/analysis/analysis-types.ts'
import { analyzeDemoSong, type DemoSongEntry } from './analyze-demo-song.ts'
import entries from './demo-songs.json' with { type: 'json' }

/** The Song beside a sound; its name says which version of the analysis it is of. */
const getShippedName = (file: string) => `${file.replace(/\.\w+$/, '')}.v${ANALYSIS_VERSION}.song.json`

const formatList = () =>
  JSON.stringify(
    entries.map((entry) => ({ ...entry, shipped: { file: getShippedName(entry.file), version: ANALYSIS_VERSION } })),
  )

/**
 * The songs of the demo exhibit under /songs/, in dev and in the build: songs.json lists them, and beside each sound is its
 * Song, which the page shows first. The build analyzes them, the dev server does when a page asks.
 */
export const demoSongs = () => [
  viteStaticCopy({ silent: true, targets: [{ src: 'exhibits/demo/*.mp3', dest: 'songs' }] }),
  shippedSongs(),
]

function shippedSongs(): Plugin {
  let analyses: Promise<[DemoSongEntry, Buffer][]> = Promise.resolve([])
  return {
    name: 'songwalk-shipped-songs',
    buildStart() {
      if (this.meta.watchMode || this.environment.mode !== 'build') return
      analyses = Promise.all(entries.map(async (entry) => [entry, await analyzeDemoSong(entry)] as const)).then(
        (all) => all as [DemoSongEntry, Buffer][],
      )
      // Reported by generateBundle.
      analyses.catch(() => {})
    },
    async generateBundle() {
      const emit = (name: string, source: string | Buffer) =>
        this.emitFile({ type: 'asset', fileName: `songs/${name}`, source })
      emit('songs.json', formatList())
      for (const [{ file }, song] of await analyses) emit(getShippedName(file), song)
    },
    configureServer({ middlewares }) {
      middlewares.use('/songs', (request, response, next) => {
        const name = request.url?.slice(1).split('?')[0]
        if (name === 'songs.json') return sendJson(response, formatList())
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
