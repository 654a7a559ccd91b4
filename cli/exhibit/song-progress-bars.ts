import { MultiBar, type SingleBar } from 'cli-progress'

/** Shows which songs are worked on and how far each is; `end` gives the terminal back. */
export type SongProgressBars = {
  startStep: (what: string) => void
  startSong: (song: string) => void
  updateSong: (song: string, percent: number) => void
  finishSong: (song: string) => void
  stop: () => void
}

/** Bars on standard error where that is a terminal; elsewhere, as in a journal, a line for each song. */
export function createSongProgressBars(verb: string): SongProgressBars {
  if (!process.stderr.isTTY) {
    const say = (what: string) => console.error(`${what} …`)
    return {
      startStep: say,
      startSong: (song) => say(`${verb} ${song}`),
      updateSong: () => {},
      finishSong: () => {},
      stop: () => {},
    }
  }
  const bars = new MultiBar({ format: '{bar} {percentage}% {song}', stream: process.stderr, clearOnComplete: true })
  const shown = new Map<string, SingleBar>()
  const begin = (song: string) => shown.set(song, bars.create(100, 0, { song }))
  const done = (song: string) => {
    const bar = shown.get(song)
    if (bar) bars.remove(bar)
    shown.delete(song)
  }
  let last = ''
  return {
    startStep: (what) => {
      done(last)
      begin(what)
      last = what
    },
    startSong: begin,
    updateSong: (song, percent) => shown.get(song)?.update(percent),
    finishSong: done,
    stop: () => bars.stop(),
  }
}
