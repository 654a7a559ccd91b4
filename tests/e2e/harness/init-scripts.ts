import { join } from 'node:path'
import type { XRDevice } from 'iwer'
import type { BrowserContext } from 'playwright-core'

declare global {
  interface Window {
    /** The emulated headset, where a test put one on. */
    xrDevice?: XRDevice
  }
}

interface IwerGlobal {
  IWER: typeof import('iwer')
}

const IWER_PATH = join(import.meta.dirname, '../../../node_modules/iwer/build/iwer.min.js')

/** Every page of the context gets an emulated Quest 3 before its own scripts run. */
export async function emulateHeadset(context: BrowserContext) {
  await context.addInitScript({ path: IWER_PATH })
  await context.addInitScript(() => {
    const { XRDevice, metaQuest3 } = (window as unknown as IwerGlobal).IWER
    window.xrDevice = new XRDevice(metaQuest3)
    // Chromium has a navigator.xr of its own, without a device.
    window.xrDevice.installRuntime({ forceInstall: true })
  })
}

/** Draw calls do nothing; everything else of WebGL stays real. */
export async function disableDrawCalls(context: BrowserContext) {
  // A string: tsx, which runs the benchmark, would put helpers of its own into a function.
  await context.addInitScript({
    content: `for (const { prototype } of [WebGLRenderingContext, WebGL2RenderingContext])
      for (const name of ['drawElements', 'drawArrays', 'drawElementsInstanced', 'drawArraysInstanced', 'drawRangeElements'])
        if (name in prototype) prototype[name] = () => undefined`,
  })
}
