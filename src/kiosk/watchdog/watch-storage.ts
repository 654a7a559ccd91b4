const isFull = (error: unknown): boolean => (error as Error | null)?.name === 'QuotaExceededError'

/**
 * A full disk stops nothing: whoever writes goes on without. Here it is only counted, once until as much can be written
 * again, whoever it was that wrote.
 */
export function watchStorage(note: () => void): void {
  watchTexts(note)
  watchDatabases(note)
}

function watchTexts(note: () => void): void {
  /** The length of what did not fit. */
  let refused = Number.POSITIVE_INFINITY
  const { setItem } = Storage.prototype
  Storage.prototype.setItem = function (key, value) {
    const { length } = String(value)
    try {
      setItem.call(this, key, value)
      if (length >= refused) refused = Number.POSITIVE_INFINITY
    } catch (error) {
      if (isFull(error)) {
        const known = refused < Number.POSITIVE_INFINITY
        refused = Math.min(refused, length)
        // What counts it writes too.
        if (!known) note()
      }
      throw error
    }
  }
}

function watchDatabases(note: () => void): void {
  let full = false
  const { transaction } = IDBDatabase.prototype
  IDBDatabase.prototype.transaction = function (names, mode, options) {
    const made = transaction.call(this, names, mode, options)
    if (mode !== 'readwrite') return made
    made.addEventListener('complete', () => {
      full = false
    })
    made.addEventListener('abort', () => {
      if (!full && isFull(made.error)) note()
      full ||= isFull(made.error)
    })
    return made
  }
}
