import 'fake-indexeddb/auto'
import { IDBDatabase, IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createLibraryDatabase } from '../../../../src/session/library/library-database.ts'

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()))
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('a connection that the browser has ended', () => {
  const blob = new Blob(['x'])
  const write = (database: ReturnType<typeof createLibraryDatabase>) =>
    database.run((db) => db.put('sounds', blob, 'a'))
  const read = (database: ReturnType<typeof createLibraryDatabase>) => database.run((db) => db.getKey('sounds', 'a'))

  test('without an event is opened once more, for writing and for reading', async () => {
    const database = createLibraryDatabase()
    const opened = vi.spyOn(IDBFactory.prototype, 'open')
    await database.run(async (db) => db.close())
    await write(database)
    expect(opened).toHaveBeenCalledTimes(1)
    await database.run(async (db) => db.close())
    // Both tasks share one new connection.
    expect(await Promise.all([read(database), read(database)])).toEqual(['a', 'a'])
    expect(opened.mock.calls.length).toBeLessThanOrEqual(3)
    expect(database.available).toBe(true)
  })

  test('as Safari reports it, too', async () => {
    const database = createLibraryDatabase()
    await write(database)
    const message = 'Connection to Indexed Database server lost. Refresh the page to try again'
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
      throw new DOMException(message, 'UnknownError')
    })
    expect(await read(database)).toBe('a')
  })

  test('is not opened over and over, and other errors are not tried again', async () => {
    const database = createLibraryDatabase()
    await write(database)
    const opened = vi.spyOn(IDBFactory.prototype, 'open')
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('The database connection is closing.', 'InvalidStateError')
    })
    await expect(read(database)).rejects.toThrow(/closing/)
    expect(opened).toHaveBeenCalledOnce()
    transaction.mockImplementation(() => {
      throw new DOMException('Full.', 'QuotaExceededError')
    })
    await expect(read(database)).rejects.toThrow(/Full/)
    expect(opened).toHaveBeenCalledOnce()
  })
})
