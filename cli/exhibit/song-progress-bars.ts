import { MultiBar, type SingleBar } from 'cli-progress'

/** Shows which songs are worked on and how far each is; `end` gives the terminal back. */
export type SongBars = {
  step: (what: string) => void
  begun: (song: string) => void
  percent: (song: string, percent: number) => void
  done: (song: string) => void
  end: () => void
}

/** Bars on standard error where that is a terminal; elsewhere, as in a journal, a line for each song. */
export function createSongBars(verb: string): SongBars {
  if (!process.stderr.isTTY) {
    const say = (what: string) => console.error(`${what} …`)
    return { step: say, begun: (song) => say(`${verb} ${song}`), percent: () => {}, done: () => {}, end: () => {} }
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
    step: (what) => {
      done(last)
      begin(what)
      last = what
    },
    begun: begin,
    percent: (song, percent) => shown.get(song)?.update(percent),
    done,
    end: () => bars.stop(),
  }
}
