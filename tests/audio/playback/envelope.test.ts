import { expect, test, vi } from 'vitest'
import { createEnvelope } from '../../../audio/playback/envelope.ts'

function fakeContext() {
  const gain = { value: 1, setValueAtTime: vi.fn(), linearRampToValueAtTime: vi.fn() }
  return { gain, context: { createGain: () => ({ gain }) } as unknown as BaseAudioContext }
}

test('a segment that fades in is silent before its first sample', () => {
  const { gain, context } = fakeContext()
  createEnvelope(context, { chunk: 0, offset: 0, duration: 1, fadeIn: 0.008, fadeOut: 0.008 }, 5)
  expect(gain.value).toBe(0)
  expect(gain.linearRampToValueAtTime.mock.calls).toEqual([
    [1, 5.008],
    [0, 6],
  ])
})

test('the first segment of a song begins at full gain', () => {
  const { gain, context } = fakeContext()
  createEnvelope(context, { chunk: 0, offset: 0, duration: 1, fadeIn: 0, fadeOut: 0 }, 5)
  expect(gain.value).toBe(1)
  expect(gain.setValueAtTime).not.toHaveBeenCalled()
})

test('a fade-out never begins before the fade-in has ended, by whatever rounding', () => {
  const random = (seed: number) => (Math.sin(seed * 12.9898) * 43758.5453) % 1
  for (let i = 0; i < 200; i++) {
    const { gain, context } = fakeContext()
    // Near these times a sum and a difference are rounded differently.
    const [when, duration] = [0.2 + Math.abs(random(i)) / 100, 0.12]
    createEnvelope(context, { chunk: 0, offset: 0, duration, fadeIn: 0.004, fadeOut: duration - 0.004 }, when)
    const [[, fadeInEnds]] = gain.linearRampToValueAtTime.mock.calls as [[number, number]]
    expect(gain.setValueAtTime.mock.calls[1]?.[1]).toBeGreaterThanOrEqual(fadeInEnds)
  }
})
