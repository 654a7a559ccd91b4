import { beforeEach, expect, test } from 'vitest'
import { chunkColors, chunkPips } from '../../../scenes/geometry/palette.ts'
import { newSession, opened, session } from './fake-page.ts'

beforeEach(newSession)

test('another palette is taken at once by the boxes in the room, and by those of the next song', async () => {
  await opened('a.mp3')
  const { live, actions } = session
  const colors = (palette: 'rainbow' | 'safe' | 'grey') => chunkColors(live.chunks, palette)
  expect(live.colors).toEqual(colors('rainbow'))
  const { generation, place } = live
  actions.prefer({ palette: 'safe' })
  expect(live.colors).toEqual(colors('safe'))
  expect(live.pips).toEqual(chunkPips(live.chunks, 'safe'))
  expect(live.generation).toBeGreaterThan(generation)
  // The form stays where it is.
  expect(live.place).toBe(place)
  await opened('b.mp3')
  expect(live.colors).toEqual(colors('safe'))
  actions.prefer({ palette: 'rainbow' })
  expect([...live.pips].every((pips) => pips === 0)).toBe(true)
})
