import { expect, test } from 'vitest'
import { WHOLE_PICTURE } from '../../../scenes/geometry/free-area.ts'
import { createFilm } from '../../../scenes/locomotion/film.ts'
import { createFrameState, setChunks } from '../../../scenes/state/frame-state.ts'
import { someChunks } from '../sample-chunks.ts'

test('the film goes on shot by shot, begins anew with another song, and stops for calm', () => {
  const frameState = createFrameState()
  setChunks(frameState, someChunks(40), 2)
  const film = createFilm()
  const pose = { x: 0, y: 0, z: 0, yaw: 0, pitch: 0 }
  const step = () => film.step(frameState, 0.5, 0.9, 0.5, WHOLE_PICTURE, pose)
  let cuts = 0
  for (let time = 0; time < 60; time += 0.5) {
    const [index, before] = [film.shotIndex, { ...pose }]
    expect(step()).toBe(true)
    if (film.shotIndex > index) cuts++
    else if (time > 0) expect(Math.hypot(pose.x - before.x, pose.y - before.y, pose.z - before.z)).toBeLessThan(1.5)
  }
  expect(cuts).toBeGreaterThan(3)
  setChunks(frameState, someChunks(50), 2)
  step()
  expect(film.shotIndex).toBe(0)
  frameState.preferences = { ...frameState.preferences, calm: true }
  expect(step()).toBe(false)
  frameState.preferences = { ...frameState.preferences, calm: false }
  setChunks(frameState, [], 2)
  expect(step()).toBe(false)
})
