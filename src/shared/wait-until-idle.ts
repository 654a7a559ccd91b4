/** Milliseconds after which a busy page counts as idle all the same. */
const MAX_IDLE_WAIT_MS = 3000

/** Resolves when the page has nothing else to do. */
export const waitUntilIdle = (): Promise<void> =>
  new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: MAX_IDLE_WAIT_MS })
    else setTimeout(resolve, MAX_IDLE_WAIT_MS / 10)
  })
