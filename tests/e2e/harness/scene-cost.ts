import type { Page } from 'playwright-core'
import { waitForSnapshot } from './snapshot.ts'

/** What one layer adds to a pixel: four levels of 255, so that averages over samples stay exact; 63 layers at most. */
const LAYER_LEVELS = 4
/** Presses of E for an eighth of a turn. */
const PRESSES_PER_DIRECTION = 3
const DIRECTION_COUNT = 8

/** Chunks of the large song that is measured, and their length in seconds: boxes are as large as those of real songs. */
export const LARGE_SONG = [2000, 0.24] as const

/**
 * Before the page's own scripts: every material writes a constant, blending adds, and the picture is kept, so that a
 * pixel's value tells how many fragments were drawn on it. Bytes of living textures are counted in window.textures.
 * Frames are slow: below ten a second nothing is given up to draw faster.
 */
export const COUNT_SCENE_COST_SCRIPT = `{
  const requestFrame = window.requestAnimationFrame.bind(window)
  window.requestAnimationFrame = (draw) => requestFrame(() => setTimeout(() => requestFrame(draw), 110))
  const { prototype } = WebGL2RenderingContext
  const wrap = (name, replace) => { const own = prototype[name]; prototype[name] = function (...args) { return replace.call(this, own, args) } }
  const getContext = HTMLCanvasElement.prototype.getContext
  HTMLCanvasElement.prototype.getContext = function (kind, options) {
    const context = getContext.call(this, kind, kind === 'webgl2' ? { ...options, preserveDrawingBuffer: true } : options)
    if (kind === 'webgl2' && context && !context.isCounted) {
      context.isCounted = true
      window.countedContext = context
      context.enable(context.BLEND)
      context.blendFunc(context.ONE, context.ONE)
      context.clearColor(0, 0, 0, 0)
    }
    return context
  }
  wrap('shaderSource', function (own, [shader, source]) {
    const counted = source.includes('pc_fragColor')
      ? source.replace(/void\\s+main\\s*\\(/, 'void countedMain(') + '\\nvoid main() { countedMain(); pc_fragColor = vec4(${LAYER_LEVELS}.0 / 255.0); }'
      : source
    own.call(this, shader, counted)
  })
  wrap('disable', function (own, [what]) { if (what !== this.BLEND) own.call(this, what) })
  for (const name of ['blendFuncSeparate', 'blendEquation', 'blendEquationSeparate']) prototype[name] = () => undefined
  wrap('blendFunc', function (own) { own.call(this, this.ONE, this.ONE) })
  wrap('clearColor', function (own) { own.call(this, 0, 0, 0, 0) })
  const bytes = new Map()
  const formatBytes = (gl, format) => ({ [gl.RGBA32F]: 16, [gl.RGBA16F]: 8, [gl.R8]: 1, [gl.RG8]: 2, [gl.RED]: 1, [gl.RG]: 2 })[format] ?? 4
  const add = (gl, target, levels, size) => {
    const binding = { [gl.TEXTURE_2D]: gl.TEXTURE_BINDING_2D, [gl.TEXTURE_2D_ARRAY]: gl.TEXTURE_BINDING_2D_ARRAY, [gl.TEXTURE_3D]: gl.TEXTURE_BINDING_3D }[target]
    const texture = binding && gl.getParameter(binding)
    if (texture) bytes.set(texture, Math.round(size * (levels > 1 ? 4 / 3 : 1)))
  }
  wrap('texStorage2D', function (own, args) { own.apply(this, args); add(this, args[0], args[1], args[3] * args[4] * formatBytes(this, args[2])) })
  wrap('texStorage3D', function (own, args) { own.apply(this, args); add(this, args[0], args[1], args[3] * args[4] * args[5] * formatBytes(this, args[2])) })
  wrap('texImage2D', function (own, args) { own.apply(this, args); if (args.length >= 9 && args[1] === 0) add(this, args[0], 1, args[3] * args[4] * formatBytes(this, args[2])) })
  wrap('deleteTexture', function (own, [texture]) { bytes.delete(texture); own.call(this, texture) })
  window.countTextureBytes = () => [...bytes.values()].reduce((sum, size) => sum + size, 0)
}`

/** Mean number of fragments drawn on a pixel of the picture that is shown now. */
const measureFragments = (page: Page): Promise<number> =>
  page.evaluate(`new Promise((resolve) => requestAnimationFrame(() => {
    const gl = window.countedContext
    const { drawingBufferWidth: width, drawingBufferHeight: height } = gl
    const pixels = new Uint8Array(width * height * 4)
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels)
    let sum = 0
    for (let k = 0; k < pixels.length; k += 4) sum += pixels[k]
    resolve(sum / ${LAYER_LEVELS} / (width * height))
  }))`)

export type SceneCost = { fragments: number; drawCalls: number; triangles: number; textureBytes: number }

/** Walks from the path's beginning straight on into the middle of the cloud. */
async function walkIntoCloud(page: Page): Promise<void> {
  const middle = await page.evaluate(() => {
    const { chunks } = window.songwalk.snapshot()
    let sum = 0
    for (let chunk = 0; chunk < chunks; chunk++) sum += window.songwalk.locate(chunk).cloud[2]
    return sum / chunks
  })
  await page.getByRole('application').focus()
  await page.keyboard.down('KeyW')
  await waitForSnapshot(page, ({ ear }, z) => ear.position[2] <= z + 0.2, { given: middle })
  await page.keyboard.up('KeyW')
}

/**
 * Cost of a picture in the middle of the cloud: fragments a pixel, averaged over eight directions. The page was opened with
 * {@link COUNT_SCENE_COST_SCRIPT}, is inside, and plays.
 */
export async function measureSceneCost(page: Page): Promise<SceneCost> {
  await walkIntoCloud(page)
  let sum = 0
  for (let k = 0; k < DIRECTION_COUNT; k++) {
    for (let press = 0; press < PRESSES_PER_DIRECTION; press++) await page.keyboard.press('KeyE')
    const { frame } = await page.evaluate(() => window.songwalk.snapshot())
    await waitForSnapshot(page, (now, end) => now.frame.count >= end, { given: frame.count + 3 })
    sum += await measureFragments(page)
  }
  const { drawCalls, triangles, qualityStep } = (await page.evaluate(() => window.songwalk.snapshot())).frame
  if (qualityStep > 0) throw new Error(`The picture is not whole: quality step ${qualityStep}.`)
  const textureBytes = await page.evaluate<number>('window.countTextureBytes()')
  return { fragments: sum / DIRECTION_COUNT, drawCalls, triangles, textureBytes }
}
