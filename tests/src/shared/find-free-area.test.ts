import { expect, test } from 'vitest'
import { findFreeArea } from '../../../src/shared/find-free-area.ts'

const bar = { edge: 'top', left: 0, top: 0, right: 1000, bottom: 50 } as const
const player = { edge: 'bottom', left: 200, top: 400, right: 800, bottom: 500 } as const

test('without controls the whole picture is free', () => {
  expect(findFreeArea(1000, 500, [])).toEqual({ left: 0, top: 0, right: 1, bottom: 1 })
})

test('bars take from above and from below, the one that reaches farthest', () => {
  const title = { ...bar, bottom: 40 }
  expect(findFreeArea(1000, 500, [bar, title, player])).toEqual({ left: 0, top: 0.1, right: 1, bottom: 0.8 })
})

test('a panel takes its side, in languages that are read from the right as well', () => {
  const drawer = { edge: 'side', left: 700, top: 50, right: 980, bottom: 400 } as const
  const card = { edge: 'side', left: 20, top: 50, right: 250, bottom: 300 } as const
  expect(findFreeArea(1000, 500, [drawer, card])).toMatchObject({ left: 0.25, right: 0.7 })
})

test('a label in a lower corner takes the side, or the foot of a narrow picture', () => {
  const label = { edge: 'corner', left: 20, top: 300, right: 300, bottom: 480 } as const
  expect(findFreeArea(1000, 500, [label])).toEqual({ left: 0.3, top: 0, right: 1, bottom: 1 })
  const narrow = { ...label, top: 600, bottom: 780 }
  expect(findFreeArea(320, 800, [narrow])).toEqual({ left: 0, top: 0, right: 1, bottom: 0.75 })
})

test('a bar of the top that a tall screen shows at its foot takes from below', () => {
  const lowered = { ...bar, top: 1500, bottom: 1600 }
  expect(findFreeArea(1000, 2000, [lowered])).toEqual({ left: 0, top: 0, right: 1, bottom: 0.75 })
})
