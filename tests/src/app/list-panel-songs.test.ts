import { expect, test } from 'vitest'
import { listPanelSongs, parseLocalKey } from '../../../src/app/list-panel-songs.ts'

const files = ['1 first.wav', '2 second.mp3'].map((name) => ({ file: new File([], name), path: `Album/${name}` }))
const demo = { file: 'founders.mp3', title: 'Founders', artist: 'Somebody' }

test('the panel lists the visitor’s files in their order, before all other songs', () => {
  const songs = listPanelSongs(files, [], [demo])
  expect(songs.map(({ title }) => title)).toEqual(['1 first', '2 second', 'Founders'])
  expect(songs.map(({ file }) => parseLocalKey(file))).toEqual([0, 1, null])
})

test('a file that was opened before has the title it is known by, and is listed once', () => {
  const record = { name: '2 second.mp3', title: 'Second', artist: 'Me' }
  const songs = listPanelSongs(files, [record], [demo, { file: 'a'.repeat(64), title: 'Second', artist: 'Me' }])
  expect(songs.map(({ title, artist }) => [title, artist])).toEqual([
    ['1 first', ''],
    ['Second', 'Me'],
    ['Founders', 'Somebody'],
  ])
})

test('without a list the panel offers what it did', () => {
  expect(listPanelSongs([], [], [demo])).toEqual([demo])
})
