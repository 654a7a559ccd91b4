type HeadsetOffersPorts = {
  /** Offers a session; resolves when one has been taken and has started. */
  offer: () => Promise<void>
  /** No session runs, somebody may enter, and the page is shown. */
  mayOffer: () => boolean
  schedule: (callback: () => void, milliseconds: number) => number
  cancel: (timer: number) => void
}

/** After an offer that the browser withdrew; doubled with each in a row. */
const MIN_RETRY_MS = 1000
const MAX_RETRY_MS = 60_000

/**
 * Keeps one offer open whenever a visitor may enter: whoever puts the headset on is let in by the browser, without a button of
 * the page.
 * @returns to be called whenever `mayOffer` may have changed
 */
export function createHeadsetOffers({ offer, mayOffer, schedule, cancel }: HeadsetOffersPorts): () => void {
  let isOpen = false
  let timer = 0
  let retryMs = MIN_RETRY_MS

  const update = () => {
    if (isOpen || !mayOffer()) return
    cancel(timer)
    isOpen = true
    offer().then(
      () => {
        isOpen = false
        retryMs = MIN_RETRY_MS
        update()
      },
      () => {
        isOpen = false
        timer = schedule(update, retryMs)
        retryMs = Math.min(MAX_RETRY_MS, retryMs * 2)
      },
    )
  }
  return update
}
