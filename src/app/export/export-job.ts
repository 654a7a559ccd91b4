import { createStore } from 'zustand/vanilla'
import { i18n } from '../../i18n/i18n.ts'
import { translateSongError } from '../../i18n/translate-error.ts'

/** A picture, video or file being made for the visitor. */
export type ExportJob = {
  label: string
  /** 0-1; null if unknown, as while recording. */
  progress: number | null
  /** Ends it early: a recording is kept, all else is aborted. */
  stop: { label: string; now: () => void } | null
  recording: boolean
}

/** The job that runs, one at a time, and the closing sentence of the last one. */
export const exportStore = createStore<{ running: ExportJob | null; message: string }>()(() => ({
  running: null,
  message: '',
}))

export const updateExportJob = (change: Partial<ExportJob>): void => {
  const { running } = exportStore.getState()
  if (running) exportStore.setState({ running: { ...running, ...change } })
}

/**
 * Runs a job, unless another runs.
 * @param work resolves to its closing sentence
 */
export async function runExportJob(running: ExportJob, work: () => Promise<string>): Promise<void> {
  if (exportStore.getState().running) return
  exportStore.setState({ running, message: '' })
  let message = ''
  try {
    message = await work()
  } catch (error) {
    message = toExportErrorMessage(error)
  }
  exportStore.setState({ running: null, message })
}

function toExportErrorMessage(error: unknown): string {
  if (error instanceof DOMException && error.name === 'AbortError') return i18n.t('panels.export.aborted')
  const sentence = translateSongError(error)
  if (sentence !== null) return sentence
  console.error(error)
  return i18n.t('errors.exportFailed')
}
