/** Whether web storage, IndexedDB or the Cache API refused a write because the quota or the disk is full. */
export const isQuotaExceeded = (error: unknown): boolean => (error as Error | null)?.name === 'QuotaExceededError'
