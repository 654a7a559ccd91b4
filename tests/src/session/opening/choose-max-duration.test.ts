import { afterEach, expect, test, vi } from 'vitest'
import { chooseMaxDuration } from '../../../../src/session/opening/choose-max-duration.ts'

afterEach(() => vi.unstubAllGlobals())

test.each([
  ['a desktop', false, undefined, 90],
  ['an iPhone, which does not tell its memory', true, undefined, 20],
  ['a small Android phone', true, 2, 20],
  ['an Android phone with plenty', true, 8, 90],
])('%s takes songs of up to so many minutes', (_, coarse, deviceMemory, minutes) => {
  vi.stubGlobal('matchMedia', () => ({ matches: coarse }))
  vi.stubGlobal('navigator', deviceMemory === undefined ? {} : { deviceMemory })
  expect(chooseMaxDuration()).toBe(60 * minutes)
})
