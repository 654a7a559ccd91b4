import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultSettings, engines, presets, type SongSettings, slicings } from '../../../audio/song/song.ts'
import { readSettings, writeSettings } from '../../../src/app/settings-url.ts'

const anySettings: fc.Arbitrary<SongSettings> = fc.record({
  slicing: fc.constantFrom(...slicings),
  minChunk: fc.integer({ min: 0, max: 2000 }).map((ms) => ms / 1000),
  preset: fc.constantFrom(...presets),
  engine: fc.constantFrom(...engines),
  perplexity: fc.double({ min: 1, max: 100, noNaN: true }),
})

describe('readSettings', () => {
  test('reads all settings', () => {
    const search = '?slicing=beats&preset=timbre&engine=pca&min-chunk=0.14&perplexity=12.5'
    expect(readSettings(search)).toEqual({
      settings: { slicing: 'beats', preset: 'timbre', engine: 'pca', minChunk: 0.14, perplexity: 12.5 },
      rejected: [],
    })
  })

  test('returns the defaults without parameters', () => {
    expect(readSettings('')).toEqual({ settings: defaultSettings, rejected: [] })
    expect(readSettings('?song=x&other').settings).toEqual(defaultSettings)
  })

  test('keeps valid settings and lists rejected ones', () => {
    const { settings, rejected } = readSettings('?preset=loud&slicing=grid&perplexity=1e9')
    expect(settings).toEqual({ ...defaultSettings, slicing: 'grid' })
    expect(rejected).toEqual(['“preset=loud”', '“perplexity=1e9”'])
  })

  test.each(['min-chunk=', 'min-chunk=-1', 'min-chunk=3', 'perplexity=NaN', 'perplexity=Infinity', 'preset=Timbre'])(
    '%s is rejected',
    (part) => {
      const { settings, rejected } = readSettings(`?${part}`)
      expect(settings).toEqual(defaultSettings)
      expect(rejected).toEqual([`“${part}”`])
    },
  )

  test('a rejected value of any length is cut', () => {
    expect(readSettings(`?preset=${'x'.repeat(5000)}`).rejected[0]?.length).toBeLessThan(60)
  })
})

describe('writeSettings', () => {
  test('leaves out defaults and keeps other parameters', () => {
    expect(writeSettings('?song=electronic&preset=timbre', defaultSettings)).toBe('?song=electronic')
    expect(writeSettings('?preset=timbre', defaultSettings)).toBe('')
    const search = writeSettings('?song=a%20b', { ...defaultSettings, engine: 'pca', minChunk: 0.14 })
    expect(search).toBe('?song=a+b&min-chunk=0.14&engine=pca')
    expect(new URLSearchParams(search).get('song')).toBe('a b')
  })

  test('is the inverse of readSettings, whatever was there before', () => {
    fc.assert(
      fc.property(anySettings, anySettings, (before, settings) => {
        const search = writeSettings(writeSettings('?song=x', before), settings)
        expect(readSettings(search)).toEqual({ settings, rejected: [] })
        expect(new URLSearchParams(search).get('song')).toBe('x')
      }),
    )
  })
})
