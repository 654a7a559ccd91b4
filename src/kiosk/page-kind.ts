/** The second screen's page, also in the same browser as a piece. */
export const isSpectatorPage = (url: string): boolean => /\/spectator(\.html)?([?#]|$)/.test(url)

/** A piece and its second screen in one browser share its storage: each keeps its own there. */
export const getPageStorageKey = (key: string, url = globalThis.location?.href ?? ''): string =>
  isSpectatorPage(url) ? `${key}-screen` : key
