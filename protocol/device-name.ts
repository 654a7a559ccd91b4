/** Set in the page's URL (`?device=hall`), or made up for a tab without that parameter. */
export const DEVICE_NAME_PATTERN = /^[a-z0-9-]{1,40}$/

const TAB_PREFIX = 'tab-'

/** @param id random, for this tab only */
export const createTabName = (id: string): string => TAB_PREFIX + id.slice(0, 8)

/** Whether a name was made up for a tab: the server does not miss a tab that was closed. */
export const isTabName = (device: string): boolean => device.startsWith(TAB_PREFIX)
