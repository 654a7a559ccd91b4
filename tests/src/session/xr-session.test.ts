import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { xrRenderer } from '../../../scenes/state/xr-renderer.ts'
import { canOfferVR, enterXR, offerVR, xrStore } from '../../../src/session/xr-session.ts'

vi.mock('../../../scenes/xr-stage-part.ts', () => ({ xrStagePart: { load: async () => {} } }))

/** A headset that has one session at a time, which starts after `startMs`. */
function createHeadset(startMs: number) {
  let running: EventTarget | null = null
  const requestSession = vi.fn(async () => {
    if (running) throw new DOMException('there is already a session', 'InvalidStateError')
    running = Object.assign(new EventTarget(), {
      supportedFrameRates: [],
      end: async () => {
        const ended = running
        running = null
        ended?.dispatchEvent(new Event('end'))
      },
    })
    const started = running
    await new Promise((resolve) => setTimeout(resolve, startMs))
    return started
  })
  return { requestSession }
}

let headset: ReturnType<typeof createHeadset>
beforeEach(() => {
  headset = createHeadset(50)
  vi.stubGlobal('navigator', { xr: headset })
  vi.stubGlobal('requestAnimationFrame', (step: () => void) => setTimeout(step, 1))
  const manager = { setFramebufferScaleFactor: () => {}, setSession: async () => {} }
  xrRenderer.setState({ manager: manager as never })
})
afterEach(async () => {
  await xrStore.getState().session?.end()
  vi.unstubAllGlobals()
})

describe('a double click', () => {
  test('whose second half comes while the session starts waits for the same one', async () => {
    await Promise.all([enterXR('immersive-vr'), enterXR('immersive-vr')])
    expect(headset.requestSession).toHaveBeenCalledTimes(1)
    expect(xrStore.getState().mode).toBe('immersive-vr')
  })

  test('whose second half comes after that leaves it running', async () => {
    await enterXR('immersive-vr')
    const { session } = xrStore.getState()
    await enterXR('immersive-vr')
    expect(headset.requestSession).toHaveBeenCalledTimes(1)
    expect(xrStore.getState().session).toBe(session)
  })
})

test('another mode ends the session and starts its own; the next entry after an end starts one', async () => {
  vi.stubGlobal('document', { getElementById: () => null })
  await enterXR('immersive-vr')
  await enterXR('immersive-ar')
  expect(xrStore.getState().mode).toBe('immersive-ar')
  await xrStore.getState().session?.end()
  expect(xrStore.getState().session).toBeUndefined()
  await enterXR('immersive-ar')
  expect(headset.requestSession).toHaveBeenCalledTimes(3)
})

test('a headset that does not start is told of, and the next click tries again', async () => {
  headset.requestSession.mockRejectedValueOnce(new DOMException('not worn', 'NotAllowedError'))
  await expect(enterXR('immersive-vr')).rejects.toThrow('not worn')
  await enterXR('immersive-vr')
  expect(xrStore.getState().mode).toBe('immersive-vr')
})

test('an offered session starts when the visitor takes it; a browser without offers takes none', async () => {
  expect(canOfferVR()).toBe(false)
  await expect(offerVR()).rejects.toThrow('takes no offers')
  let take = () => {}
  const offerSession = () =>
    new Promise((resolve) => {
      take = () => void headset.requestSession().then(resolve)
    })
  vi.stubGlobal('navigator', { xr: { ...headset, offerSession } })
  expect(canOfferVR()).toBe(true)
  const offered = offerVR()
  expect(xrStore.getState().session).toBeUndefined()
  take()
  await offered
  expect(xrStore.getState().mode).toBe('immersive-vr')
  expect(headset.requestSession).toHaveBeenCalledTimes(1)
})
