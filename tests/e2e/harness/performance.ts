import type { CDPSession, Page } from 'playwright-core'
import { waitForSnapshot } from './snapshot.ts'

/** Bytes of the JavaScript heap in use after a garbage collection. */
export async function measureHeapBytes(browser: CDPSession): Promise<number> {
  await browser.send('HeapProfiler.collectGarbage')
  return (await browser.send('Runtime.getHeapUsage')).usedSize
}

/** Script times of the next `count` frames, milliseconds. */
export const measureScriptTimes = (page: Page, count: number): Promise<number[]> =>
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

/** Heap measurements per span. */
const HEAP_SAMPLES_PER_SPAN = 4
const MAX_FRAMES = 8000

/**
 * How much the heap grows steadily, from end to end of `span` frames. What an engine learns once (compiled code, feedback) is
 * no growth: as long as it is more than `enough`, it is looked at for longer, and the least of these spans counts.
 * @returns bytes in 1000 frames; below 0 where it shrinks
 */
export async function measureHeapGrowth(page: Page, browser: CDPSession, enough: number, span = 2000): Promise<number> {
  const step = span / HEAP_SAMPLES_PER_SPAN
  const used = [await measureHeapBytes(browser)]
  let least = Number.POSITIVE_INFINITY
  while (least > enough && used.length * step <= MAX_FRAMES) {
    const { frame } = await page.evaluate(() => window.songwalk.snapshot())
    await waitForSnapshot(page, (now, end) => now.frame.count >= end, { given: frame.count + step, timeout: 100_000 })
    used.push(await measureHeapBytes(browser))
    const [from, to] = [used.at(-1 - HEAP_SAMPLES_PER_SPAN), used.at(-1)]
    if (from !== undefined && to !== undefined) least = Math.min(least, ((to - from) / span) * 1000)
  }
  return least
}

/** Before the page's own scripts: counts in window.living what WebGL has made and not deleted. */
export const COUNT_WEBGL_OBJECTS_SCRIPT = `{
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
