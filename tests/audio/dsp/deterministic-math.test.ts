import { expect, test } from 'vitest'
import { cosine, sine } from '../../../audio/dsp/deterministic-math.ts'

test('sine and cosine are those of the engine, but for the last bits', () => {
  for (let i = -50_000; i < 50_000; i++) {
    const angle = i * 0.731
    expect(Math.abs(sine(angle) - Math.sin(angle))).toBeLessThan(1e-15)
    expect(Math.abs(cosine(angle) - Math.cos(angle))).toBeLessThan(1e-15)
  }
  expect([sine(0), cosine(0)]).toEqual([0, 1])
})
