import { createStore } from 'zustand/vanilla'
import { SongError } from '../../../audio/song-error.ts'

/** Something that is being made for the visitor to take home. */
export type ExportJob = {
  label: string
  /** 0-1; null while nobody knows, as while recording. */
  progress: number | null
  /** Ends it early: a recording is kept, anything else is given up. */
  stop: { label: string; now: () => void } | null
  recording: boolean
}

/** One at a time; and what came of the last one, in a sentence. */
export const exportStore = createStore<{ running: ExportJob | null; said: string }>()(() => ({
  running: null,
  said: '',
}))

export const updateExportJob = (change: Partial<ExportJob>): void => {
  const { running } = exportStore.getState()
  if (running) exportStore.setState({ running: { ...running, ...change } })
}

/**
 * Does the work of one button, unless another is at work.
 * @param work gives the sentence to end with
 */
export async function runExportJob(running: ExportJob, work: () => Promise<string>): Promise<void> {
  if (exportStore.getState().running) return
  exportStore.setState({ running, said: '' })
  let said = ''
  try {
    said = await work()
  } catch (error) {
    said = toExportErrorMessage(error)
  }
  exportStore.setState({ running: null, said })
}

function toExportErrorMessage(error: unknown): string {
  if (error instanceof SongError) return error.message
  if (error instanceof DOMException && error.name === 'AbortError') return 'Given up; nothing was saved.'
  console.error(error)
  return 'This could not be made; close other pages and try again.'
}
