import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesOscPattern } from '../../../server/control/osc-pattern.ts'

test.each<[string, string[], string[]]>([
  ['hall', ['hall'], ['hall-2', 'Hall', 'all', '']],
  ['*', ['hall', 'quest-1', ''], []],
  ['quest-?', ['quest-1', 'quest-x'], ['quest-', 'quest-12']],
  ['quest-[1-3]', ['quest-1', 'quest-3'], ['quest-4', 'quest-13']],
  ['quest-[!1-3x]', ['quest-4'], ['quest-1', 'quest-x', 'quest-']],
  ['{hall,foyer}', ['hall', 'foyer'], ['hal', 'hall,foyer', 'hallfoyer']],
  ['*a*[lm]*', ['hall', 'am', 'hal-'], ['xyz', 'la', 'a']],
  ['{hall,hall-2}*', ['hall', 'hall-2', 'hall-23'], ['foyer']],
])('%s', (pattern, matching, others) => {
  for (const name of matching) expect([name, matchesOscPattern(pattern, name)]).toEqual([name, true])
  for (const name of others) expect([name, matchesOscPattern(pattern, name)]).toEqual([name, false])
})

test('any pattern is answered, and a name matches itself', () => {
  const character = fc.constantFrom(...'ab-*?[]{},!'.split(''))
  fc.assert(
    fc.property(fc.array(character), fc.stringMatching(/^[a-z0-9-]{1,40}$/), (pattern, name) => {
      expect(typeof matchesOscPattern(pattern.join(''), name)).toBe('boolean')
      expect(matchesOscPattern(name, name)).toBe(true)
      expect(matchesOscPattern(`*${name.slice(1)}`, name)).toBe(true)
    }),
  )
})

test('a pattern that would keep a backtracking matcher for years is answered at once', () => {
  const start = performance.now()
  expect(matchesOscPattern(`${'*a'.repeat(90)}b`, 'a'.repeat(40))).toBe(false)
  expect(performance.now() - start).toBeLessThan(1000)
})
