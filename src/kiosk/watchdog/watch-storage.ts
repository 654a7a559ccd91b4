const isQuotaExceeded = (error: unknown): boolean => (error as Error | null)?.name === 'QuotaExceededError'

/**
 * A full disk stops nothing: whoever writes goes on without. Here it is only counted, once until as much can be written
 * again, whoever it was that wrote.
 */
export function watchStorage(note: () => void): void {
  watchWebStorage(note)
  watchIndexedDB(note)
}

function watchWebStorage(note: () => void): void {
  /** The length of what did not fit. */
  let refused = Number.POSITIVE_INFINITY
  const { setItem } = Storage.prototype
  Storage.prototype.setItem = function (key, value) {
    const { length } = String(value)
    try {
      setItem.call(this, key, value)
      if (length >= refused) refused = Number.POSITIVE_INFINITY
    } catch (error) {
      if (isQuotaExceeded(error)) {
        const known = refused < Number.POSITIVE_INFINITY
        refused = Math.min(refused, length)
        // What counts it writes too.
        if (!known) note()
      }
      throw error
    }
  }
}

function watchIndexedDB(note: () => void): void {
  let full = false
  const { transaction } = IDBDatabase.prototype
  IDBDatabase.prototype.transaction = function (names, mode, options) {
    const made = transaction.call(this, names, mode, options)
    if (mode !== 'readwrite') return made
    made.addEventListener('complete', () => {
      full = false
    })
    made.addEventListener('abort', () => {
      if (!full && isQuotaExceeded(made.error)) note()
      full ||= isQuotaExceeded(made.error)
    })
    return made
  }
}
