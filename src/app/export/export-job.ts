import { createStore } from 'zustand/vanilla'
import { SongError } from '../../../audio/errors.ts'

/** Something that is being made for the visitor to take home. */
export type Saving = {
  label: string
  /** 0-1; null while nobody knows, as while recording. */
  progress: number | null
  /** Ends it early: a recording is kept, anything else is given up. */
  stop: { label: string; now: () => void } | null
  recording: boolean
}

/** One at a time; and what came of the last one, in a sentence. */
export const saving = createStore<{ running: Saving | null; said: string }>()(() => ({ running: null, said: '' }))

export const reportSaving = (change: Partial<Saving>): void => {
  const { running } = saving.getState()
  if (running) saving.setState({ running: { ...running, ...change } })
}

/**
 * Does the work of one button, unless another is at work.
 * @param work gives the sentence to end with
 */
export async function save(running: Saving, work: () => Promise<string>): Promise<void> {
  if (saving.getState().running) return
  saving.setState({ running, said: '' })
  let said = ''
  try {
    said = await work()
  } catch (error) {
    said = sentenceFor(error)
  }
  saving.setState({ running: null, said })
}

function sentenceFor(error: unknown): string {
  if (error instanceof SongError) return error.message
  if (error instanceof DOMException && error.name === 'AbortError') return 'Given up; nothing was saved.'
  console.error(error)
  return 'This could not be made; close other pages and try again.'
}
