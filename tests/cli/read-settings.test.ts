import { parseArgs } from 'node:util'
import { expect, test } from 'vitest'
import { defaultSettings, engines, presets, slicings } from '../../audio/song/song.ts'
import { parseSettings, settingHelp, settingOptions } from '../../cli/read-settings.ts'

const read = (...args: string[]) => parseSettings(parseArgs({ args, options: settingOptions }).values)

test('what is not said is as by default', () => {
  expect(read()).toEqual(defaultSettings)
  expect(read('--preset', 'timbre', '--min-chunk', '.14')).toEqual({
    ...defaultSettings,
    preset: 'timbre',
    minChunk: 0.14,
  })
  expect(read('--slicing', 'beats', '--engine=pca', '--perplexity', '5')).toEqual({
    ...defaultSettings,
    slicing: 'beats',
    engine: 'pca',
    perplexity: 5,
  })
})

test.each([
  ['--slicing=bars', '--slicing cannot be “bars”; choose onsets, early, backtracked, superflux, beats or grid.'],
  ['--preset=', '--preset cannot be “”; choose original, ml4a, timbre, timbre-no-loudness or harmony.'],
  ['--engine=__proto__', '--engine cannot be “__proto__”; choose exact, classic or pca.'],
  ['--min-chunk=-1', '--min-chunk cannot be “-1”; choose a number from 0 to 2.'],
  ['--perplexity=many', '--perplexity cannot be “many”; choose a number from 1 to 100.'],
  ['--perplexity=', '--perplexity cannot be “”; choose a number from 1 to 100.'],
  ['--perplexity=Infinity', '--perplexity cannot be “Infinity”; choose a number from 1 to 100.'],
])('%s is a sentence', (arg, sentence) => {
  expect(() => read(arg)).toThrow(sentence)
})

test('the help names every setting and its values', () => {
  const words = [...slicings, ...presets, ...engines, ...Object.keys(settingOptions)]
  expect(words.filter((word) => !settingHelp.includes(word))).toEqual([])
})
