import { expect, test } from 'vitest'
import { openModulePage } from '../harness/pages.ts'
import type { renderGlow } from './glow/render-glow.ts'

const SIZE_PX = 256

/** The largest step from a pixel to the next one to the right or below, and the brightest pixel; 0 to 255. */
function measureSteps(light: readonly number[]): { step: number; peak: number } {
  let [step, peak] = [0, 0]
  for (let k = 0; k < light.length; k++) {
    const value = light[k] as number
    peak = Math.max(peak, value)
    for (const next of [k + 4, k + 4 * SIZE_PX]) {
      const other = light[next] ?? -1
      if (value >= 0 && other >= 0 && (next !== k + 4 || Math.floor(k / 4) % SIZE_PX < SIZE_PX - 1))
        step = Math.max(step, Math.abs(value - other))
    }
  }
  return { step, peak }
}

test.each([
  ['beside and before', [0.16, 0.03, 0.12]],
  ['above and as near', [0.03, 0.14, 0]],
  ['below and behind', [-0.1, -0.12, -0.1]],
] as const)('the light around a box falls evenly on one that hangs %s it, without an edge', async (_, other) => {
  const { page, close } = await openModulePage({ viewport: { width: 256, height: 256 } })
  const light = await page.evaluate<ReturnType<typeof renderGlow>>(
    `import('/tests/e2e/full/glow/render-glow.ts').then(({ renderGlow }) => renderGlow(${JSON.stringify(other)}))`,
  )
  const { step, peak } = measureSteps(light)
  expect(peak).toBeGreaterThan(60)
  expect(step).toBeLessThan(peak / 8)
  await close()
})
