import { xrStagePart } from '../../scenes/xr-stage-part.ts'
import type { Session } from '../session/session.ts'
import { chunkCardPart, drawerContentPart, spectrumStripPart, trustLegendPart } from './page-parts.ts'

/** Milliseconds after which a busy page loads its parts all the same. */
const MAX_IDLE_WAIT_MS = 3000

const waitUntilIdle = () =>
  new Promise<void>((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: MAX_IDLE_WAIT_MS })
    else setTimeout(resolve, MAX_IDLE_WAIT_MS / 10)
  })

const isXRSupported = async (): Promise<boolean> => {
  const { xr } = navigator
  if (!xr) return false
  const ask = (mode: XRSessionMode) => xr.isSessionSupported(mode).catch(() => false)
  return (await ask('immersive-vr')) || (await ask('immersive-ar'))
}

/** Once a song is ready, loads what its controls need, so that none of them waits. What fails is loaded when it is used. */
export function prefetchParts({ store }: Session): void {
  const prefetch = async () => {
    await waitUntilIdle()
    for (const part of [chunkCardPart, spectrumStripPart, trustLegendPart, drawerContentPart])
      await part.load().catch(() => {})
    if (await isXRSupported()) await xrStagePart.load().catch(() => {})
  }
  const unsubscribe = store.subscribe(({ phase }) => {
    if (phase !== 'ready') return
    unsubscribe()
    void prefetch()
  })
}
