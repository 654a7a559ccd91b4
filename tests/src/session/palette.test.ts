import { beforeEach, expect, test } from 'vitest'
import { computeChunkColors, computeChunkPips } from '../../../scenes/geometry/palette.ts'
import { createTestSession, openToEnd, session } from './fake-session.ts'

beforeEach(createTestSession)

test('a changed palette colors the displayed boxes at once, and those of the next song', async () => {
  await openToEnd('a.mp3')
  const { frameState, actions } = session
  const colors = (palette: 'rainbow' | 'safe' | 'grey') => computeChunkColors(frameState.boxes.chunks, palette)
  expect(frameState.boxes.colors).toEqual(colors('rainbow'))
  const {
    boxes: { generation, position: place },
  } = frameState
  actions.setPreferences({ palette: 'safe' })
  expect(frameState.boxes.colors).toEqual(colors('safe'))
  expect(frameState.boxes.pips).toEqual(computeChunkPips(frameState.boxes.chunks, 'safe'))
  expect(frameState.boxes.generation).toBeGreaterThan(generation)
  expect(frameState.boxes.position).toBe(place)
  await openToEnd('b.mp3')
  expect(frameState.boxes.colors).toEqual(colors('safe'))
  actions.setPreferences({ palette: 'rainbow' })
  expect([...frameState.boxes.pips].every((pips) => pips === 0)).toBe(true)
})
