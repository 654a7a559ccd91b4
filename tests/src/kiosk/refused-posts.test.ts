import { expect, test } from 'vitest'
import { createRefusedPosts } from '../../../src/kiosk/refused-posts.ts'

test('refused is what a server answers with a status of its own, until it is taken; a busy or missing one refuses nothing', () => {
  const refused = createRefusedPosts()
  for (const status of [undefined, 404, 405, 408, 429, 500, 502, 503]) refused.recordAnswer('visits', status)
  expect(refused.list()).toEqual([])
  refused.recordAnswer('visits', 403)
  refused.recordAnswer('heartbeats', 421)
  refused.set('live', true)
  expect(refused.list()).toEqual(['visits', 'heartbeats', 'live'])
  // A server that is away says nothing about it.
  refused.recordAnswer('visits', undefined)
  refused.recordAnswer('heartbeats', 204)
  refused.set('live', false)
  expect(refused.list()).toEqual(['visits'])
})
