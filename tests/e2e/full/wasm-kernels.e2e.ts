import { expect, test } from 'vitest'
import { openModulePage } from '../harness/pages.ts'
import { analyzeToJson } from './wasm-kernels/analyze-to-json.ts'

test('the kernels run in the browser, and the same sound is the same Song there as in Node, to the last bit', async () => {
  const opened = await openModulePage()
  for (const [settings, chunks] of [
    [{}, 20],
    [{ slicing: 'beats', preset: 'harmony' }, 10],
  ] as const) {
    const call = `analyzeToJson(${JSON.stringify(settings)})`
    const there = await opened.page.evaluate(
      `import('/tests/e2e/full/wasm-kernels/analyze-to-json.ts').then(({ analyzeToJson }) => ${call})`,
    )
    const here = await analyzeToJson(settings)
    expect(here.path).toBe('simd')
    expect(JSON.parse(here.text).chunks.length).toBeGreaterThan(chunks)
    expect(there).toEqual(here)
  }
  opened.monitor.expectNoErrors()
  await opened.close()
})
