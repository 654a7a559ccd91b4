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
  expect(readDeviceSound({ ...place, speakers: [...speakers] }, false, search)).toEqual({ ...place, output })
})

test('a headset has its own at the ears, unless its address says otherwise', () => {
  const sound = { ...place, speakers: [...speakers] }
  expect(readDeviceSound(sound, true, '?device=quest-1')).toEqual({ ...place, output: 'headphones' })
  expect(readDeviceSound(sound, true, '?sound=speakers')).toEqual(sound)
})

test('loudspeakers that nobody listed cannot be asked for', () => {
  const sound = { output: 'headphones', speakers: [], even: false } as const
  expect(readDeviceSound({ ...sound, speakers: [] }, false, '?sound=speakers')).toEqual(sound)
})
