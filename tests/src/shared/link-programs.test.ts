import type { WebGLRenderer } from 'three'
import { expect, test } from 'vitest'
import { linkPrograms } from '../../../src/shared/link-programs.ts'

const createRenderer = (programs: object[]) => ({ info: { programs } }) as unknown as WebGLRenderer

test('every shader is asked for in a later task, not at once', async () => {
  let asked = 0
  const program = { getUniforms: () => asked++, getAttributes: () => {} }
  const done = linkPrograms(createRenderer([program, program, program]), new AbortController())
  for (let i = 0; i < 50; i++) await Promise.resolve()
  expect(asked).toBe(0)
  await done
  expect(asked).toBe(3)
})

test('a picture that is removed meanwhile asks for no more', async () => {
  const removal = new AbortController()
  let asked = 0
  const getUniforms = () => {
    asked++
    removal.abort()
  }
  const program = { getUniforms, getAttributes: () => {} }
  await linkPrograms(createRenderer([program, program, program]), removal)
  expect(asked).toBe(1)
})
