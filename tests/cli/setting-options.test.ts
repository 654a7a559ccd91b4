import { expect, test } from 'vitest'
import { defaultSettings, engines, presets, slicings } from '../../audio/song/song.ts'
import { createProgram } from '../../cli/program.ts'
import { addSettingOptions, parseSettings } from '../../cli/setting-options.ts'

function createSettingsProgram() {
  const program = createProgram('analyze')
  addSettingOptions(program)
  return program
}
const read = (...args: string[]) => parseSettings(createSettingsProgram().parse(args, { from: 'user' }).opts())

test('settings that are left out have their defaults', () => {
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
  [
    '--slicing=bars',
    '--slicing cannot be “bars”; choose onsets, early, backtracked, superflux, trimmed, beats or grid.',
  ],
  ['--preset=', '--preset cannot be “”; choose original, ml4a, timbre, timbre-no-loudness or harmony.'],
  ['--engine=__proto__', '--engine cannot be “__proto__”; choose exact, classic or pca.'],
  ['--min-chunk=-1', '--min-chunk cannot be “-1”; choose a number from 0 to 2.'],
  ['--perplexity=many', '--perplexity cannot be “many”; choose a number from 1 to 100.'],
  ['--perplexity=', '--perplexity cannot be “”; choose a number from 1 to 100.'],
  ['--perplexity=Infinity', '--perplexity cannot be “Infinity”; choose a number from 1 to 100.'],
])('%s is refused with the possible values', (arg, sentence) => {
  expect(() => read(arg)).toThrow(sentence)
})

test('the help names every setting and its values', () => {
  const help = createSettingsProgram().helpInformation().replaceAll(/\s+/g, ' ')
  const options = ['--slicing', '--min-chunk', '--preset', '--engine', '--perplexity']
  expect([...slicings, ...presets, ...engines, ...options].filter((word) => !help.includes(word))).toEqual([])
})
