import { viteStaticCopy } from 'vite-plugin-static-copy'

/** The songs of the demo exhibit under /songs/, in dev and in the build; public/songs/songs.json lists them. */
export const demoSongs = () =>
  viteStaticCopy({ silent: true, targets: [{ src: 'exhibits/demo/*.mp3', dest: 'songs' }] })
