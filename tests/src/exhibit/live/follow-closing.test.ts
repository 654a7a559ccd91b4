import { expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { VisitScene } from '../../../../protocol/visit-scene.ts'
import type { VisitController } from '../../../../src/exhibit/exhibit-context.ts'
import { createClosingFollower } from '../../../../src/exhibit/live/follow-closing.ts'

/** A page in a scene, and what it is told to do. */
function setUp(scene: VisitScene) {
  const store = createStore(() => ({ scene }))
  const dispatch = vi.fn(({ type }: { type: string }) => {
    store.setState({ scene: type === 'staffClose' ? 'closed' : 'attract' })
  })
  const follow = createClosingFollower({ store, dispatch } as unknown as VisitController)
  return { store, follow, told: () => dispatch.mock.calls.map(([{ type }]) => type) }
}

test('a page that starts anew closes, stays closed, and opens when the server says so', () => {
  const { follow, told, store } = setUp('attract')
  follow({ closed: false })
  expect(told()).toEqual([])
  for (let i = 0; i < 3; i++) follow({ closed: true })
  expect([told(), store.getState().scene]).toEqual([['staffClose'], 'closed'])
  // A server of version one, or one that is restarting, says nothing.
  follow({})
  follow({ closed: false })
  expect(told()).toEqual(['staffClose', 'staffResume'])
})

test('a page is not opened that is closed by its hours, nor one that goes on that was paused meanwhile', () => {
  const byHours = setUp('closed')
  byHours.follow({ closed: false })
  expect(byHours.told()).toEqual([])
  const paused = setUp('attract')
  paused.follow({ closed: true })
  paused.store.setState({ scene: 'paused' })
  paused.follow({ closed: false })
  expect(paused.told()).toEqual(['staffClose'])
})
