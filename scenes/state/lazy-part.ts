import { createStore, type StoreApi } from 'zustand/vanilla'
import { SongError } from '../../audio/song-error.ts'

/**
 * Imports a part of the page's code.
 * @throws {SongError} one sentence if it cannot be fetched
 */
export async function importPart<T>(importModule: () => Promise<T>): Promise<T> {
  try {
    return await importModule()
  } catch (cause) {
    throw new SongError('partUnavailable', {}, { cause })
  }
}

/** A part of the page's code that is loaded when it is first needed. */
export type LazyPart<T> = {
  /** `part` is null until it is loaded. */
  store: StoreApi<{ part: T | null }>
  /**
   * Loads the part once. After a failure the next call tries again.
   * @throws {SongError} one sentence if it cannot be fetched
   */
  load: () => Promise<T>
}

export function createLazyPart<T>(importModule: () => Promise<T>): LazyPart<T> {
  const store = createStore<{ part: T | null }>()(() => ({ part: null }))
  let loading: Promise<T> | null = null
  const load = async () => {
    try {
      const part = await importPart(importModule)
      store.setState({ part })
      return part
    } catch (error) {
      loading = null
      throw error
    }
  }
  return {
    store,
    load: () => {
      loading ??= load()
      return loading
    },
  }
}
