import { vi } from 'vitest'
import { serveExhibit } from '../../../cli/exhibit/serve-exhibit.ts'

/** Serves an exhibit until `visit` resolves. @returns notes and output */
export async function serveUntil(
  visit: (url: string) => Promise<void>,
  options: object,
  exhibit: string,
  app: string,
): Promise<{ notes: string[]; printed: string }> {
  const printed: string[] = []
  const notes: string[] = []
  const stop = new AbortController()
  const silent = () => {}
  const events = {
    printNote: (note: string) => notes.push(note),
    startStep: silent,
    startSong: silent,
    updateSong: silent,
    finishSong: silent,
  }
  const opened = new Promise<string>((resolve) => {
    vi.spyOn(console, 'log').mockImplementation((text: string) => {
      printed.push(text)
      const url = /https?:\/\/[^\s]+\//.exec(text)?.[0]
      if (url) resolve(url)
    })
  })
  const serving = serveExhibit(
    exhibit,
    options as Parameters<typeof serveExhibit>[1],
    events,
    stop.signal,
    async () => app,
  )
  await Promise.race([opened.then(visit), serving])
  stop.abort()
  await serving
  return { notes, printed: printed.join('\n') }
}
