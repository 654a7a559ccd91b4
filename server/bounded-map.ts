/** A map whose oldest entries are removed beyond a size. */
export function createBoundedMap<V>(maxSize: number) {
  const map = new Map<string, V>()
  return {
    get: (key: string): V | undefined => map.get(key),
    set(key: string, value: V): void {
      map.delete(key)
      map.set(key, value)
      for (const oldest of map.keys()) {
        if (map.size <= maxSize) break
        map.delete(oldest)
      }
    },
    entries: () => map.entries(),
  }
}
