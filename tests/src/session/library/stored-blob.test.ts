import 'fake-indexeddb/auto'
import { IDBObjectStore } from 'fake-indexeddb'
import { afterEach, expect, test, vi } from 'vitest'
import { computeSha256 } from '../../../../audio/song/sha256.ts'
import { createSongLibrary } from '../../../../src/session/library/song-library.ts'
import { someSong } from './some-song.ts'

afterEach(() => vi.restoreAllMocks())

test('the library keeps a large file and its cover as bytes where the engine stores no Blobs', async () => {
  const { put } = IDBObjectStore.prototype
  const holdsBlob = (value: unknown): boolean =>
    value instanceof Blob ||
    (value !== null && typeof value === 'object' && !ArrayBuffer.isView(value) && Object.values(value).some(holdsBlob))
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
    // What WebKit does in a private window.
    if (holdsBlob(value)) throw new DOMException('Error preparing Blob/File data to be stored', 'UnknownError')
    return put.call(this, value, key)
  })
  let library = createSongLibrary()
  const song = await someSong('a.mp3', 49e6)
  song.sound.tags.cover = new Blob(['cover'], { type: 'image/png' })
  await library.save(song.sound, song.analysis, false)
  await library.save(song.sound, song.analysis, true)
  library = createSongLibrary()
  expect(await (await library.loadCached(song.hash, song.settings, song.file))?.tags.cover?.text()).toBe('cover')
  expect(await computeSha256(await (await library.loadFile(song.hash)).blob.arrayBuffer())).toBe(song.hash)
  await library.refresh()
  expect(library.recentSongs.getState()[0]?.tags.cover).toEqual(song.sound.tags.cover)
})
