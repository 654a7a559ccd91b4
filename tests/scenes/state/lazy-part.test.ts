import { expect, test, vi } from 'vitest'
import { SONG_ERROR_TEMPLATES } from '../../../audio/song-error.ts'
import { createLazyPart } from '../../../scenes/state/lazy-part.ts'

test('a part is imported once, however often it is asked for', async () => {
  const importModule = vi.fn(async () => 'part')
  const { load, store } = createLazyPart(importModule)
  expect(store.getState().part).toBeNull()
  expect(await Promise.all([load(), load()])).toEqual(['part', 'part'])
  expect(await load()).toBe('part')
  expect(importModule).toHaveBeenCalledOnce()
  expect(store.getState().part).toBe('part')
})

test('a part that cannot be fetched is one sentence, and is tried again', async () => {
  const importModule = vi.fn(async () => 'part').mockRejectedValueOnce(new TypeError('Failed to fetch'))
  const { load, store } = createLazyPart(importModule)
  await expect(load()).rejects.toThrow(SONG_ERROR_TEMPLATES.partUnavailable)
  expect(store.getState().part).toBeNull()
  expect(await load()).toBe('part')
})
