import { expect, test } from 'vitest'
import { listGallerySongs } from '../../../../src/app/gallery/list-gallery-songs.ts'
import type { SongRecord } from '../../../../src/session/library/library-database.ts'

const demo = (title: string) => ({ file: `${title}.mp3`, title, artist: 'Artist', license: 'CC0' })
const record = (name: string, title = name, artist = '') =>
  ({ sha256: `hash of ${name}`, name, title, artist, chunks: 3 }) as SongRecord
const local = (path: string) => ({ path, file: new File([], path) })

test('songs that come with the page are first, with what the browser remembers of them', () => {
  const known = record('a.mp3', 'A', 'Artist')
  const { shipped, own } = listGallerySongs([demo('A'), demo('B')], [known], [])
  expect(shipped.map(({ title, record }) => [title, record])).toEqual([
    ['A', known],
    ['B', undefined],
  ])
  expect(own).toEqual([])
})

test('chosen files keep their order, before other remembered songs, and are no second time among these', () => {
  const records = [record('old.mp3', 'Old'), record('2.mp3', 'Second', 'Band')]
  const { own } = listGallerySongs([], records, [local('folder/1.mp3'), local('folder/2.mp3')])
  expect(own.map(({ title, artist, local }) => [title, artist, local])).toEqual([
    ['1', '', 0],
    ['Second', 'Band', 1],
    ['Old', '', undefined],
  ])
})

test('keys tell all songs apart', () => {
  const { shipped, own } = listGallerySongs([demo('A')], [record('x.mp3')], [local('A.mp3'), local('b/A.mp3')])
  const keys = [...shipped, ...own].map(({ key }) => key)
  expect(keys).toHaveLength(4)
  expect(new Set(keys).size).toBe(4)
})
