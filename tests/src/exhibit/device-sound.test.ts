import { expect, test } from 'vitest'
import { readDeviceSound } from '../../../src/exhibit/device-sound.ts'

const speakers = [0, 90, 180, 270].map((direction, i) => ({ direction, channel: i + 1, delay: 0, gain: 0 }))
const place = { output: 'speakers', speakers, even: true } as const

test.each([
  ['', 'speakers'],
  ['?device=quest-1&sound=headphones', 'headphones'],
  ['?sound=loudspeakers', 'loudspeakers'],
  ['?sound=speakers', 'speakers'],
  ['?sound=radio', 'speakers'],
])('a device says in its address what its sound comes out of: %s', (search, output) => {
  expect(readDeviceSound({ ...place, speakers: [...speakers] }, search)).toEqual({ ...place, output })
})

test('loudspeakers that nobody listed cannot be asked for', () => {
  const sound = { output: 'headphones', speakers: [], even: false } as const
  expect(readDeviceSound({ ...sound, speakers: [] }, '?sound=speakers')).toEqual(sound)
})
