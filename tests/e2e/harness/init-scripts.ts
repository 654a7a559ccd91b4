import { join } from 'node:path'
import type { XRDevice } from 'iwer'
import type { BrowserContext } from 'playwright-core'

declare global {
  interface Window {
    /** The emulated headset, in pages that were opened with one. */
    xrDevice?: XRDevice
  }
}

interface IwerGlobal {
  IWER: typeof import('iwer')
}

const IWER_PATH = join(import.meta.dirname, '../../../node_modules/iwer/build/iwer.min.js')

/** Installs an emulated Quest 3 in every page of the context before the page's own scripts run. */
export async function emulateHeadset(context: BrowserContext) {
  await context.addInitScript({ path: IWER_PATH })
  await context.addInitScript(() => {
    const { XRDevice, metaQuest3 } = (window as unknown as IwerGlobal).IWER
    window.xrDevice = new XRDevice(metaQuest3)
    // Chromium has a navigator.xr of its own, without a device.
    window.xrDevice.installRuntime({ forceInstall: true })
  })
}

/** Makes WebGL's draw calls no-ops; the rest of WebGL works. */
export async function disableDrawCalls(context: BrowserContext) {
  // A string, because tsx (which runs the benchmark) adds calls of its own helpers to functions.
  await context.addInitScript({
    content: `for (const { prototype } of [WebGLRenderingContext, WebGL2RenderingContext])
      for (const name of ['drawElements', 'drawArrays', 'drawElementsInstanced', 'drawArraysInstanced', 'drawRangeElements'])
        if (name in prototype) prototype[name] = () => undefined`,
  })
}
