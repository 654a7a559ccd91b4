import { describe, expect, test } from 'vitest'
import { collectDroppedFiles, type LocalFile, selectSongs } from '../../../src/app/dropped-files.ts'

const named = (path: string, type = ''): LocalFile => ({
  path,
  file: new File(['x'], path.split('/').at(-1)!, { type }),
})
const paths = (files: readonly LocalFile[]) => files.map(({ path }) => path)

describe('the songs among chosen files', () => {
  test('are in the order of their paths, numbers by their value', () => {
    const files = ['Album/10 Ende.mp3', 'Album/2 Mitte.flac', 'Album/1 Anfang.wav', 'a.songwalk'].map((path) =>
      named(path),
    )
    expect(paths(selectSongs(files))).toEqual([
      'a.songwalk',
      'Album/1 Anfang.wav',
      'Album/2 Mitte.flac',
      'Album/10 Ende.mp3',
    ])
  })

  test('leave out other files, as long as there is a song', () => {
    const others = ['cover.jpg', '._song.mp3', '.DS_Store', 'notes.txt'].map((path) => named(path))
    expect(paths(selectSongs([...others, named('song.mp3'), named('unnamed', 'audio/mpeg')]))).toEqual([
      'song.mp3',
      'unnamed',
    ])
    expect(selectSongs(others)).toHaveLength(4)
    expect(selectSongs([])).toEqual([])
  })
})

type Tree = { [name: string]: Tree | null }

/** Entries as browsers give them: a reader gives some entries at a time. */
function createEntry(fullPath: string, tree: Tree | null): FileSystemEntry {
  const name = fullPath.split('/').at(-1)!
  if (tree === null)
    return {
      ...{ isFile: true, isDirectory: false, fullPath, name },
      file: (take: (file: File) => void) => take(new File(['x'], name)),
    } as unknown as FileSystemEntry
  const children = Object.entries(tree).map(([child, subtree]) => createEntry(`${fullPath}/${child}`, subtree))
  return {
    ...{ isFile: false, isDirectory: true, fullPath, name },
    createReader: () => ({
      readEntries: (take: (entries: FileSystemEntry[]) => void, fail: (error: Error) => void) =>
        name === 'locked' ? fail(new Error('no')) : take(children.splice(0, 2)),
    }),
  } as unknown as FileSystemEntry
}

const drop = (trees: Tree): DataTransfer =>
  ({
    items: Object.entries(trees).map(([name, tree]) => ({
      kind: 'file',
      webkitGetAsEntry: () => createEntry(`/${name}`, tree),
    })),
    files: Object.keys(trees).map((name) => new File(['x'], name)),
  }) as unknown as DataTransfer

describe('dropped files', () => {
  test('of a folder are found in all folders within it', async () => {
    const album = { 'a.mp3': null, 'b.mp3': null, 'c.mp3': null, cd2: { 'd.mp3': null, locked: { 'e.mp3': null } } }
    expect(paths(await collectDroppedFiles(drop({ album, 'z.mp3': null })))).toEqual([
      'z.mp3',
      'album/a.mp3',
      'album/b.mp3',
      'album/c.mp3',
      'album/cd2/d.mp3',
    ])
  })

  test('without a folder are taken as they are', async () => {
    expect(paths(await collectDroppedFiles(drop({ 'b.mp3': null, 'a.mp3': null })))).toEqual(['b.mp3', 'a.mp3'])
  })

  test('of an empty or unreadable folder are the folder itself, whose error is said', async () => {
    expect(paths(await collectDroppedFiles(drop({ locked: { 'a.mp3': null } })))).toEqual(['locked'])
  })
})
