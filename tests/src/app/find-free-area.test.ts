import { expect, test } from 'vitest'
import { findFreeArea } from '../../../src/app/find-free-area.ts'

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
