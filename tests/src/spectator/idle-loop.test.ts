import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createIdleLoop } from '../../../src/spectator/idle-loop.ts'

const songs = [{ duration: 100 }, { duration: 30 }, { duration: 200 }]

test('each song shows its path, unfolds and plays; then the next follows', () => {
  const idleLoop = createIdleLoop(songs, 60)
  expect(idleLoop.state).toMatchObject({ songIndex: 0, form: 0, time: 0, playing: false })
  const songIndices: number[] = []
  for (let second = 0; second < 180; second++) {
    const { songIndex: song, form, time, playing } = idleLoop.advance(1)
    if (songIndices.at(-1) !== song) songIndices.push(song)
    expect(time > 0 ? form : 1).toBe(1)
    if (playing) expect(time).toBeGreaterThan(0)
  }
  expect(songIndices).toEqual([0, 1, 2, 0])
})

test('continues with the displayed song, and skips one that cannot be loaded', () => {
  const idleLoop = createIdleLoop(songs, 60)
  idleLoop.resumeFrom(2, 20)
  expect(idleLoop.state).toMatchObject({ songIndex: 2, form: 1, time: 20, playing: true })
  idleLoop.resumeFrom(-1, 5)
  expect(idleLoop.state.songIndex).toBe(2)
  idleLoop.skip()
  expect(idleLoop.state).toMatchObject({ songIndex: 0, form: 0, time: 0 })
})

test('shows a song of the exhibit within its duration at any time step', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 600, noNaN: true }),
      fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { maxLength: 60 }),
      (turnLength, steps) => {
        const idleLoop = createIdleLoop(songs, turnLength)
        for (const dt of steps) {
          const { songIndex: song, form, time } = idleLoop.advance(dt)
          expect(songs[song]).toBeDefined()
          expect(form).toBeGreaterThanOrEqual(0)
          expect(form).toBeLessThanOrEqual(1)
          expect(time).toBeLessThanOrEqual(songs[song]?.duration ?? 0)
        }
      },
    ),
  )
})
