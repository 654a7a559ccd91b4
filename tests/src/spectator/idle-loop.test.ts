import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createIdleLoop } from '../../../src/spectator/idle-loop.ts'

const songs = [{ duration: 100 }, { duration: 30 }, { duration: 200 }]

test('each song lies there, unfolds and plays, and then comes the next', () => {
  const loop = createIdleLoop(songs, 60)
  expect(loop.state).toMatchObject({ songIndex: 0, form: 0, time: 0, playing: false })
  const shown: number[] = []
  for (let second = 0; second < 180; second++) {
    const { songIndex: song, form, time, playing } = loop.advance(1)
    if (shown.at(-1) !== song) shown.push(song)
    expect(time > 0 ? form : 1).toBe(1)
    if (playing) expect(time).toBeGreaterThan(0)
  }
  expect(shown).toEqual([0, 1, 2, 0])
})

test('it takes over what was shown, and passes over what cannot be', () => {
  const loop = createIdleLoop(songs, 60)
  loop.resumeFrom(2, 20)
  expect(loop.state).toMatchObject({ songIndex: 2, form: 1, time: 20, playing: true })
  loop.resumeFrom(-1, 5)
  expect(loop.state.songIndex).toBe(2)
  loop.skip()
  expect(loop.state).toMatchObject({ songIndex: 0, form: 0, time: 0 })
})

test('however time passes, it shows a song of the exhibit within its length', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 600, noNaN: true }),
      fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { maxLength: 60 }),
      (turn, steps) => {
        const loop = createIdleLoop(songs, turn)
        for (const dt of steps) {
          const { songIndex: song, form, time } = loop.advance(dt)
          expect(songs[song]).toBeDefined()
          expect(form).toBeGreaterThanOrEqual(0)
          expect(form).toBeLessThanOrEqual(1)
          expect(time).toBeLessThanOrEqual(songs[song]?.duration ?? 0)
        }
      },
    ),
  )
})
