import { beforeEach, expect, test } from 'vitest'
import { computeChunkColors, computeChunkPips } from '../../../scenes/geometry/palette.ts'
import { createTestSession, openToEnd, session } from './fake-page.ts'

beforeEach(createTestSession)

test('another palette is taken at once by the boxes in the room, and by those of the next song', async () => {
  await openToEnd('a.mp3')
  const { live, actions } = session
  const colors = (palette: 'rainbow' | 'safe' | 'grey') => computeChunkColors(live.chunks, palette)
  expect(live.colors).toEqual(colors('rainbow'))
  const { generation, place } = live
  actions.setPreferences({ palette: 'safe' })
  expect(live.colors).toEqual(colors('safe'))
  expect(live.pips).toEqual(computeChunkPips(live.chunks, 'safe'))
  expect(live.generation).toBeGreaterThan(generation)
  // The form stays where it is.
  expect(live.place).toBe(place)
  await openToEnd('b.mp3')
  expect(live.colors).toEqual(colors('safe'))
  actions.setPreferences({ palette: 'rainbow' })
  expect([...live.pips].every((pips) => pips === 0)).toBe(true)
})
