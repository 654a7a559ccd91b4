/** Whether a URL is the spectator's page; both pages can be open in one browser. */
export const isSpectatorPage = (url: string): boolean => /\/spectator(\.html)?([?#]|$)/.test(url)

/** A storage key of this page alone: exhibit and spectator page share the storage of their origin. */
export const getPageStorageKey = (key: string, url = globalThis.location?.href ?? ''): string =>
  isSpectatorPage(url) ? `${key}-screen` : key
