import * as v from 'valibot'
import { expect, test } from 'vitest'
import { ExhibitConfigSchema } from '../../protocol/curator-config.ts'
import { BuiltExhibitConfigSchema } from '../../protocol/exhibit-config.ts'

const song = { title: 'Song', key: '0'.repeat(16), file: 'songs/a.songwalk', duration: 3, chunks: 30 }

test('a parsed exhibit.json has all defaults', () => {
  const { timings, volume, sound, languages, mode, palette } = v.parse(BuiltExhibitConfigSchema, {
    title: 'Title',
    version: 'v1',
    songs: [song],
  })
  expect({ timings, volume, sound, languages, mode, palette }).toEqual({
    timings: { reminder: 60, countdown: 15, visit: 0, ending: 8, attract: 60, intro: 12 },
    volume: { cap: 0.8, attract: 0.15, quiet: [], hours: [] },
    sound: { output: 'headphones', speakers: [], even: true },
    languages: [],
    mode: 'ride',
    palette: 'rainbow',
  })
})

test.each([
  ['built', v.parse(BuiltExhibitConfigSchema, { title: 'Title', version: 'v1', songs: [song] })],
  ["a curator's", v.parse(ExhibitConfigSchema, { title: { en: 'Title' }, songs: [{ file: 'a.mp3' }] })],
])('a parsed exhibit.json is frozen with everything in it: %s', (_, exhibit) => {
  const isFrozenDeep = (value: unknown): boolean =>
    typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozenDeep))
  expect(isFrozenDeep(exhibit)).toBe(true)
})
