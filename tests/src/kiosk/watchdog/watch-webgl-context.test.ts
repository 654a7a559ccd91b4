import { beforeEach, describe, expect, test, vi } from 'vitest'
import { watchWebGLContext } from '../../../../src/kiosk/watchdog/watch-webgl-context.ts'

const reportFault = vi.fn()
const reloadPage = vi.fn()
beforeEach(() => {
  reportFault.mockClear()
  reloadPage.mockClear()
})

describe('watchWebGLContext', () => {
  test('ignores the context of a removed canvas', () => {
    const target = new EventTarget()
    watchWebGLContext(
      {
        target,
        schedule: () => 0,
        cancel: () => {},
        isRendering: () => true,
        endXRSession: () => {},
        reportFault,
        reloadPage,
      },
      1,
    )
    const gone = new Event('webglcontextlost', { cancelable: true })
    Object.defineProperty(gone, 'target', { value: { isConnected: false } })
    target.dispatchEvent(gone)
    expect(reportFault).not.toHaveBeenCalled()
  })

  test('ends the XR session; reloads the page if the restored context renders nothing', () => {
    const leave = vi.fn()
    const target = new EventTarget()
    let waiting = () => {}
    const later = (act: () => void) => {
      waiting = act
      return 0
    }
    watchWebGLContext(
      {
        target,
        schedule: later,
        cancel: () => {},
        isRendering: () => false,
        endXRSession: leave,
        reportFault,
        reloadPage,
      },
      1,
    )
    target.dispatchEvent(new Event('webglcontextlost', { cancelable: true }))
    expect(leave).toHaveBeenCalledOnce()
    target.dispatchEvent(new Event('webglcontextrestored'))
    expect(reportFault).toHaveBeenCalledOnce()
    expect(reloadPage).not.toHaveBeenCalled()
    waiting()
    expect(reloadPage).toHaveBeenCalled()
  })
})
