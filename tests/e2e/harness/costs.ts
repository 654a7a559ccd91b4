import type { CDPSession, Page } from 'playwright-core'
import { until } from './snapshot.ts'

/** Bytes of the heap that are really in use. */
export async function heapInUse(browser: CDPSession): Promise<number> {
  await browser.send('HeapProfiler.collectGarbage')
  return (await browser.send('Runtime.getHeapUsage')).usedSize
}

/** What the script of each of the next `count` frames took, milliseconds. */
export const scriptTimes = (page: Page, count: number): Promise<number[]> =>
  page.evaluate(
    `new Promise((resolve) => {
      const times = []
      let last = window.songwalk.snapshot().frame.count
      const look = () => {
        const { count, scriptMs } = window.songwalk.snapshot().frame
        if (count !== last) times.push(scriptMs)
        last = count
        if (times.length < ${count}) requestAnimationFrame(look)
        else resolve(times)
      }
      look()
    })`,
  )

/**
 * How much the heap grows steadily in so many frames: the least of some measurements, as what an engine learns once
 * (compiled code, feedback) is no growth.
 * @param enough it need not be known whether it is less than this
 * @returns bytes; below 0 where it only shrinks
 */
export async function heapGrowth(
  page: Page,
  browser: CDPSession,
  count: number,
  { turns = 3, enough = Number.NEGATIVE_INFINITY } = {},
): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  let before = await heapInUse(browser)
  for (let turn = 0; turn < turns && least > enough; turn++) {
    const { frame } = await page.evaluate(() => window.songwalk.snapshot())
    await until(page, (now, end) => now.frame.count >= end, { given: frame.count + count, timeout: 100_000 })
    const after = await heapInUse(browser)
    least = Math.min(least, after - before)
    before = after
  }
  return least
}

/** Before the page's own scripts: counts in window.living what WebGL has made and not deleted. */
export const countGraphics = `{
  window.living = {}
  const { prototype } = WebGL2RenderingContext
  for (const kind of ['Buffer', 'Texture', 'Program', 'VertexArray', 'Framebuffer', 'Renderbuffer']) {
    const [create, remove] = [prototype['create' + kind], prototype['delete' + kind]]
    window.living[kind] = 0
    prototype['create' + kind] = function () {
      window.living[kind]++
      return create.call(this)
    }
    prototype['delete' + kind] = function (object) {
      if (object) window.living[kind]--
      return remove.call(this, object)
    }
  }
}`

/** @returns a function that tells how many audio nodes live; from now on, so before the page makes any. */
export async function countAudioNodes(browser: CDPSession): Promise<() => number> {
  const living = new Set<string>()
  browser.on('WebAudio.audioNodeCreated', ({ node }) => living.add(node.nodeId))
  browser.on('WebAudio.audioNodeWillBeDestroyed', ({ nodeId }) => living.delete(nodeId))
  await browser.send('WebAudio.enable')
  return () => living.size
}
