import { expect, test } from 'vitest'
import { createUuid } from '../../../src/kiosk/create-uuid.ts'

test('a page without crypto.randomUUID makes version 4 UUIDs itself', () => {
  const source = { getRandomValues: crypto.getRandomValues.bind(crypto) }
  const made = Array.from({ length: 20 }, () => createUuid(source))
  for (const uuid of made) expect(uuid).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  expect(new Set(made).size).toBe(20)
})
