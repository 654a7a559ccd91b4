import { expect, test } from 'vitest'
import { createFilm, stepFilm } from '../../../scenes/locomotion/film.ts'
import { createFrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { someChunks } from '../sample-chunks.ts'

test('the film goes on shot by shot, begins anew with another song, and stops when a visitor comes or asks for calm', () => {
  const frameState = createFrameState()
  setChunks(frameState, someChunks(40), 2)
  const film = createFilm()
  expect(stepFilm(film, frameState, 1)).toBe(false)
  frameState.viewer.isFilmed = true
  const indices = new Set<number>()
  for (let time = 0; time < 60; time += 0.5) {
    expect(stepFilm(film, frameState, 0.5)).toBe(true)
    expect(film.time).toBeLessThanOrEqual(film.shot.duration)
    indices.add(film.index)
  }
  expect(indices.size).toBeGreaterThan(3)
  setChunks(frameState, someChunks(50), 2)
  stepFilm(film, frameState, 0.5)
  expect([film.index, film.time]).toEqual([0, 0])
  frameState.preferences = { ...frameState.preferences, calm: true }
  expect(stepFilm(film, frameState, 0.5)).toBe(false)
  frameState.preferences = { ...frameState.preferences, calm: false }
  setChunks(frameState, [], 2)
  expect(stepFilm(film, frameState, 0.5)).toBe(false)
})
