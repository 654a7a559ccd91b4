const isFull = (error: unknown): boolean => (error as Error | null)?.name === 'QuotaExceededError'

/**
 * A full disk stops nothing: whoever writes goes on without. Here it is only counted, once until something can be written
 * again, whoever it was that wrote.
 */
export function watchStorage(note: () => void): void {
  let full = false
  const filled = () => {
    if (full) return
    full = true
    note()
  }
  const { setItem } = Storage.prototype
  Storage.prototype.setItem = function (key, value) {
    try {
      setItem.call(this, key, value)
    } catch (error) {
      if (isFull(error)) filled()
      throw error
    }
    full = false
  }
  const { transaction } = IDBDatabase.prototype
  IDBDatabase.prototype.transaction = function (names, mode, options) {
    const made = transaction.call(this, names, mode, options)
    if (mode === 'readwrite')
      made.addEventListener('abort', () => {
        if (isFull(made.error)) filled()
      })
    return made
  }
}
