import { xrStagePart } from '../../scenes/xr-stage-part.ts'
import type { Session } from '../session/session.ts'
import { waitUntilIdle } from '../shared/wait-until-idle.ts'
import { chunkCardPart, drawerContentPart, spectrumStripPart, trustLegendPart } from './page-parts.ts'

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
