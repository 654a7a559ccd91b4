import { createHash } from 'node:crypto'
import { mkdirSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve, sep, win32 } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findSong, validatePath } from '../../../cli/exhibit/find-song.ts'
import { song, temporary, write } from './temporary-folders.ts'

const root = temporary()
const folder = join(root, 'exhibit')
write(root, {
  'outside.wav': song(9),
  'exhibit/a.wav': song(1),
  'exhibit/rooms/b.wav': song(2),
  'exhibit/zero.wav': '',
})
write(folder, { '.songwalk/songs/c.wav': song(3), 'Caf\u00e9.wav': song(4) })
const unusualNames = {
  'Glu\u0308hwu\u0308rmchen.wav': song(5),
  '50 % off? #1 & more.wav': song(6),
  '...And so on.wav': song(7),
  '.38.wav': song(8),
}
write(folder, unusualNames)
symlinkSync(join(root, 'outside.wav'), join(folder, 'link.wav'))
symlinkSync(root, join(folder, 'up'))
symlinkSync('a.wav', join(folder, 'same.wav'))
symlinkSync('loop.wav', join(folder, 'loop.wav'))
mkdirSync(join(folder, 'folder.wav'))

/** Parts of paths that lead out of the folder, and of harmless paths. */
const piece = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '',
    'a.wav',
    'rooms',
    'up',
    'link.wav',
    'C:',
    '~',
    '...',
    '.. ',
    '%2e%2e',
    '\u0000',
    'etc',
    'passwd',
  ),
  fc.string({ maxLength: 6 }),
)
const path = fc
  .array(fc.tuple(piece, fc.constantFrom('/', '/', '\\', '//')), { maxLength: 6 })
  .map((parts) => parts.flat().join(''))

describe('a song path in exhibit.json', () => {
  test('that is accepted stays inside the folder on every system', () => {
    fc.assert(
      fc.property(path, (file) => {
        if (validatePath(file) !== null) return
        const inside = resolve(folder, file)
        expect(inside === folder || inside.startsWith(folder + sep)).toBe(true)
        const there = win32.resolve('C:\\exhibit', file)
        expect(there === 'C:\\exhibit' || there.startsWith('C:\\exhibit\\')).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('gives a song inside the folder or an error sentence', async () => {
    const inside = new Set([1, 2, 4, 5, 6, 7, 8].map((n) => createHash('sha256').update(song(n)).digest('hex')))
    await fc.assert(
      fc.asyncProperty(path, async (file) => {
        const found = await findSong(folder, file)
        if ('sentence' in found) expect(found.sentence).toMatch(/^[a-z].*[.?]$/)
        else expect(inside.has(found.sha256)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test.each<[string, string]>([
    ['../outside.wav', 'must not lead out of the exhibit’s folder.'],
    ['rooms/../../outside.wav', 'must not lead out of the exhibit’s folder.'],
    ['/etc/passwd', 'must be relative to the exhibit’s folder.'],
    ['C:\\songs\\a.wav', 'must be relative to the exhibit’s folder.'],
    ['rooms\\b.wav', 'must have “/” between folders, not “\\”.'],
    ['https://example.org/a.mp3', 'must be a file in the exhibit’s folder, not a URL.'],
    ['.songwalk/songs/c.wav', 'must not be hidden.'],
    ['a\u0000.wav', 'contains a control character; rename the file.'],
    ['link.wav', 'is a link that leads out of the exhibit’s folder.'],
    ['up/outside.wav', 'is a link that leads out of the exhibit’s folder.'],
    ['loop.wav', 'is a link to itself.'],
    ['folder.wav', 'is a folder.'],
    ['zero.wav', 'is empty.'],
    ['A.WAV', 'does not exist; did you mean “a.wav”?'],
    ['rooms/nothing-like-it.flac', 'does not exist.'],
    ['a.wav/b.wav', 'does not exist.'],
  ])('%s', async (file, sentence) => {
    expect(await findSong(folder, file)).toEqual({ sentence })
  })

  test.each([
    ['Cafe\u0301.wav', 'Caf\u00e9.wav', 4],
    ['Gl\u00fchw\u00fcrmchen.wav', 'Gl\u00fchw\u00fcrmchen.wav', 5],
    ['50 % off? #1 & more.wav', '50 % off? #1 & more.wav', 6],
    ['...And so on.wav', '...And so on.wav', 7],
    ['.38.wav', '.38.wav', 8],
  ])('%j is found, however its letters are composed', async (file, name, n) => {
    const sha256 = createHash('sha256').update(song(n)).digest('hex')
    expect(await findSong(folder, file)).toMatchObject({ name, sha256 })
  })

  test('is found in an exhibit on the root of a drive, at the end of a link, and with a slash behind the folder', async () => {
    expect(await findSong('/', join(folder, 'a.wav').slice(1))).toMatchObject({ name: 'a.wav' })
    const linked = join(root, 'linked')
    symlinkSync(folder, linked)
    expect(await findSong(linked, 'a.wav')).toMatchObject({ name: 'a.wav' })
    expect(await findSong(`${linked}/`, 'rooms/b.wav')).toMatchObject({ name: 'b.wav' })
  })

  test('to a pipe or device is refused without reading it', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(join(folder, 'socket.wav'), resolve))
    expect(await findSong(folder, 'socket.wav')).toEqual({ sentence: 'is not a file.' })
    server.close()
  })

  test('finds songs in the folder, in subfolders and through links inside it', async () => {
    const [a, b, same] = await Promise.all(['a.wav', './rooms/b.wav', 'same.wav'].map((file) => findSong(folder, file)))
    expect(a).toMatchObject({ name: 'a.wav', bytes: song(1).length })
    expect(b).toMatchObject({ name: 'b.wav' })
    expect(same).toMatchObject({ sha256: (a as { sha256: string }).sha256 })
  })
})
