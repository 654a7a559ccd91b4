import { xrStagePart } from '../../../scenes/xr-stage-part.ts'
import { canOfferVR, offerVR, xrStore } from '../../session/xr-session.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import { createHeadsetOffers } from './headset-offers.ts'

/** On a device with a headset: loads what a session needs before it begins, and offers one whenever nobody is inside. */
export async function startHeadsetOffers({ session, visitController }: ExhibitContext): Promise<void> {
  const isHeadset = await navigator.xr?.isSessionSupported('immersive-vr').catch(() => false)
  if (!isHeadset) return
  await xrStagePart.load()
  if (!canOfferVR()) return
  const isClosed = () => visitController.store.getState().scene === 'closed'
  const offer = async () => {
    await offerVR()
    void session.services.voices?.resume()
    session.setError(null)
    // It was taken after the end of the day.
    if (isClosed()) await xrStore.getState().session?.end()
  }
  const update = createHeadsetOffers({
    offer,
    mayOffer: () => !document.hidden && !xrStore.getState().session && !isClosed(),
    schedule: (callback, milliseconds) => window.setTimeout(callback, milliseconds),
    cancel: (timer) => window.clearTimeout(timer),
  })
  document.addEventListener('visibilitychange', update)
  xrStore.subscribe(update)
  visitController.store.subscribe(update)
  update()
}
