import { stat } from 'node:fs/promises'
import { describe, expect, inject, test } from 'vitest'
import { openModulePage } from '../harness/pages.ts'
import { waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { aimAt, moveHead, pressButton, setInputMode } from '../harness/xr-controls.ts'

// Browser, page monitor, module page and emulated headset, without the app.
describe('the browser', () => {
  test('was found and draws WebGL2 into a picture', async () => {
    expect(inject('browser').executable).toMatch(/chrom/i)
    const { page, monitor, saveScreenshot, close } = await openModulePage()
    const pixel = await page.evaluate(() => {
      const canvas = document.body.appendChild(document.createElement('canvas'))
      const gl = canvas.getContext('webgl2', { preserveDrawingBuffer: true })
      if (!gl) return null
      gl.clearColor(1, 0.5, 0, 1)
      gl.clear(gl.COLOR_BUFFER_BIT)
      const read = new Uint8Array(4)
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, read)
      return [...read]
    })
    expect(pixel).toEqual([255, 128, 0, 255])
    expect((await stat(await saveScreenshot('harness'))).size).toBeGreaterThan(500)
    monitor.expectNoErrors()
    await close()
  })

  test('is cross-origin isolated', async () => {
    const { page, close } = await openModulePage()
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    await close()
  })

  test('has fonts of different widths', async () => {
    const { page, close } = await openModulePage()
    const widths = await page.evaluate(() => {
      const context = document.createElement('canvas').getContext('2d')
      return ['iiii', 'WWWW'].map((text) => context?.measureText(text).width ?? 0)
    })
    expect(widths[0]).toBeGreaterThan(0)
    expect(widths[1]).toBeGreaterThan(widths[0] ?? 0)
    await close()
  })

  test.each([
    [true, 'running'],
    [false, 'suspended'],
  ])('with autoplay %s a context without a gesture is %s', async (autoplay, state) => {
    const { page, close } = await openModulePage({ autoplay })
    // page.evaluate counts as a user gesture, so the page itself logs the state.
    await page.addInitScript(() => {
      const context = new AudioContext()
      // On a busy machine the context starts late.
      const look = (left: number) =>
        left > 0 && context.state !== 'running'
          ? setTimeout(look, 100, left - 1)
          : console.log(`sound is ${context.state}`)
      look(20)
    })
    const said = page.waitForEvent('console', (message) => message.text().startsWith('sound is'))
    await page.reload()
    expect((await said).text()).toBe(`sound is ${state}`)
    await close()
  })

  test('without drawing leaves the pixels as they were', async () => {
    const { page, close } = await openModulePage({ draw: false })
    const drawn = await page.evaluate(() => {
      const gl = document.createElement('canvas').getContext('webgl2')
      // A real call would raise INVALID_ENUM for a mode that does not exist.
      gl?.drawArrays(0x1234, 0, 3)
      return gl?.getError()
    })
    expect(drawn).toBe(0)
    await close()
  })
})

describe('the guard', () => {
  test('sees a request to another host, an error and a missing file', async () => {
    const { page, monitor, close } = await openModulePage()
    await page.evaluate(() => fetch('https://example.com/').catch(() => undefined))
    await page.evaluate(() => fetch('/missing.glb'))
    await page.evaluate(() => console.error('on purpose'))
    expect(monitor.foreignRequests).toEqual(['https://example.com/'])
    expect(monitor.errors.join('\n')).toMatch(/404 for .*missing\.glb/)
    expect(monitor.errors.join('\n')).toContain('on purpose')
    expect(() => monitor.expectNoErrors()).toThrow('another host')
    await close()
  })
})

describe('the module page', () => {
  test('imports TypeScript of this repository', async () => {
    const { page, monitor, close } = await openModulePage()
    const message = await page.evaluate(
      "import('/audio/song/song.ts').then((m) => { try { m.parseSong({}) } catch (e) { return e.message } })",
    )
    expect(message).toMatch(/not a songwalk song/)
    monitor.expectNoErrors()
    await close()
  })

  test('has every controller profile listed', async () => {
    const base = `${inject('moduleUrl')}xr-profiles/`
    const get = async (url: string) => {
      const response = await fetch(url)
      expect(response.status, url).toBe(200)
      return response
    }
    const list = (await (await get(`${base}profilesList.json`)).json()) as Record<string, { path: string }>
    expect(Object.keys(list)).toEqual(
      expect.arrayContaining(['meta-quest-touch-plus', 'oculus-touch-v2', 'generic-trigger']),
    )
    for (const { path } of Object.values(list)) {
      const profile = (await (await get(base + path)).json()) as { layouts: Record<string, unknown> }
      expect(Object.keys(profile.layouts).length, path).toBeGreaterThan(0)
    }
  })
})

describe('the emulated headset', () => {
  test('supports sessions, points and presses', async () => {
    const { page, monitor, close } = await openModulePage({ headset: 'quest3', draw: false })
    expect(await page.evaluate(() => navigator.xr?.isSessionSupported('immersive-vr'))).toBe(true)
    expect(await page.evaluate(() => navigator.xr?.isSessionSupported('immersive-ar'))).toBe(true)
    await page.evaluate(startSession)
    await moveHead(page, [0, 1.6, 0])
    await aimAt(page, 'right', { from: [0.2, 1.2, -0.1], at: [1, 2, -3] })
    const ray = await page.evaluate(() => (window as unknown as Recorder).ray)
    const length = Math.hypot(0.8, 0.8, 2.9)
    for (const [i, value] of [0.8, 0.8, -2.9].entries()) expect(ray[i]).toBeCloseTo(value / length, 4)
    await pressButton(page, 'right', 'trigger')
    await pressButton(page, 'right', 'squeeze')
    expect(await page.evaluate(() => (window as unknown as Recorder).events)).toEqual(['select', 'squeeze'])
    await setInputMode(page, 'hand')
    expect(await page.evaluate(() => (window as unknown as Recorder).hands)).toBe(2)
    monitor.expectNoErrors()
    await close()
  })

  test('aims in world coordinates after the visitor has moved and turned', async () => {
    const { page, close } = await openModulePage({ headset: 'quest3' })
    // The rig stands at (5, 0, 0), turned left by a quarter: ahead in the room is -x in the world.
    const world = '({ ear: { position: [5, 1.6, 0], forward: [-1, 0, 0] } })'
    await page.evaluate(`window.songwalk = { snapshot: () => ${world} }`)
    await page.evaluate(startSession)
    await moveHead(page, [0, 1.6, 0])
    await aimAt(page, 'right', { from: [5, 1.6, 0], at: [2, 1.6, 0] })
    const ahead = await page.evaluate(() => (window as unknown as Recorder).ray)
    for (const [i, value] of [0, 0, -1].entries()) expect(ahead[i]).toBeCloseTo(value, 4)
    await aimAt(page, 'right', { at: [5, 1.6, -3] })
    const right = await page.evaluate(() => (window as unknown as Recorder).ray)
    for (const [i, value] of [1, 0, 0].entries()) expect(right[i]).toBeCloseTo(value, 4)
    await close()
  })

  test('snapshots are awaited frame by frame', async () => {
    const { page, close } = await openModulePage()
    await page.evaluate('let n = 0; window.songwalk = { snapshot: () => ({ chunks: n++ }) }')
    const seen = await waitForSnapshot(page, ({ chunks }, least) => chunks >= least, { given: 5 })
    expect(seen.chunks).toBeGreaterThanOrEqual(5)
    await waitFrames(page, 2)
    await expect(waitForSnapshot(page, ({ chunks }) => chunks < 0, { timeout: 300 })).rejects.toThrow(
      /Last snapshot: \{"chunks"/,
    )
    await close()
  })
})

interface Recorder {
  ray: number[]
  events: string[]
  hands: number
}

/** Runs in the page: starts a session that records the right hand's ray and events. */
async function startSession() {
  const session = await navigator.xr?.requestSession('immersive-vr', {
    optionalFeatures: ['local-floor', 'hand-tracking'],
  })
  if (!session) throw new Error('no session')
  const gl = document.createElement('canvas').getContext('webgl2', { xrCompatible: true })
  if (!gl) throw new Error('no WebGL2')
  await session.updateRenderState({ baseLayer: new XRWebGLLayer(session, gl) })
  const space = await session.requestReferenceSpace('local-floor')
  const recorder: Recorder = { ray: [], events: [], hands: 0 }
  Object.assign(window, recorder)
  const kept = window as unknown as Recorder
  session.addEventListener('select', () => kept.events.push('select'))
  session.addEventListener('squeeze', () => kept.events.push('squeeze'))
  const look = (_: number, frame: XRFrame) => {
    session.requestAnimationFrame(look)
    kept.hands = [...session.inputSources].filter(({ hand }) => hand).length
    for (const { handedness, targetRaySpace } of session.inputSources) {
      const matrix = frame.getPose(targetRaySpace, space)?.transform.matrix
      if (handedness === 'right' && matrix) kept.ray = [8, 9, 10].map((i) => -(matrix[i] ?? 0))
    }
  }
  session.requestAnimationFrame(look)
}
