import { beforeAll, describe, expect, test } from 'vitest'
import { analyzeSong } from '../../../audio/analysis/analyze-song.ts'
import { defaultSettings, type Song } from '../../../audio/song/song.ts'
import { createSyntheticPcm } from '../../../tools/bench/inputs.ts'
import { measureArrival, measureFilm, measureRide, measureTimeBehind } from '../../../tools/bench/measure-views.ts'

let song: Song
beforeAll(async () => {
  const pcm = createSyntheticPcm(60, 21)
  const source = {
    name: 'a.wav',
    bytes: 1,
    sha256: '0'.repeat(64),
    duration: 1,
    sampleRate: pcm.sampleRate,
    channels: 2,
  }
  song = await analyzeSong(pcm, { title: 'a', source, settings: defaultSettings }, {})
})

describe.each(['spiral', 'line'] as const)('a song on the %s', (layout) => {
  test('rides keep what sounds in the middle and many boxes in view, and turn slowly', () => {
    const { soundingInMiddle, enoughInView, fastestTurn } = measureRide(song, layout)
    expect(soundingInMiddle).toBeGreaterThan(0.85)
    expect(enoughInView).toBeGreaterThan(0.95)
    expect(fastestTurn).toBeLessThan(20)
  })

  test('visitors arrive before the form, and nothing is large', () => {
    const { ahead, largestBox } = measureArrival(song, layout)
    expect(ahead).toBeGreaterThan(0.4)
    expect(largestBox).toBeLessThan(25)
  })

  test('the film between visits has the form in every frame', () => {
    const { formInView, fastestTurn } = measureFilm(song, layout)
    expect(formInView).toBeGreaterThan(0.3)
    expect(fastestTurn).toBeLessThan(20)
  })
})

test.each(['spiral', 'line'] as const)('on the %s the form is never behind a rider for long', (layout) => {
  expect(measureTimeBehind(song, layout)).toBeLessThan(10)
})
