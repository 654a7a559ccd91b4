import { MultiBar, type SingleBar } from 'cli-progress'

/** Shows the songs in progress; `stop` removes the bars from the terminal. */
export type SongProgressBars = {
  startStep: (description: string) => void
  startSong: (song: string) => void
  updateSong: (song: string, percent: number) => void
  finishSong: (song: string) => void
  stop: () => void
}

/** Bars on standard error if that is a terminal; otherwise, for example in a journal, a line for each song. */
export function createSongProgressBars(verb: string): SongProgressBars {
  if (!process.stderr.isTTY) {
    const printLine = (text: string) => console.error(`${text} …`)
    return {
      startStep: printLine,
      startSong: (song) => printLine(`${verb} ${song}`),
      updateSong: () => {},
      finishSong: () => {},
      stop: () => {},
    }
  }
  const bars = new MultiBar({ format: '{bar} {percentage}% {song}', stream: process.stderr, clearOnComplete: true })
  const shown = new Map<string, SingleBar>()
  const addBar = (song: string) => shown.set(song, bars.create(100, 0, { song }))
  const removeBar = (song: string) => {
    const bar = shown.get(song)
    if (bar) bars.remove(bar)
    shown.delete(song)
  }
  let lastStep = ''
  return {
    startStep: (description) => {
      removeBar(lastStep)
      addBar(description)
      lastStep = description
    },
    startSong: addBar,
    updateSong: (song, percent) => shown.get(song)?.update(percent),
    finishSong: removeBar,
    stop: () => bars.stop(),
  }
}
