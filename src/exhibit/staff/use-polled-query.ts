import { useEffect, useState } from 'react'

/** Reads a value at once and periodically while the component is mounted; undefined until the first answer. */
export function usePolledQuery<T>(read: () => T | Promise<T>, intervalMs: number): T | undefined {
  const [value, setValue] = useState<T>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `read` asks for the same value while the component is mounted
  useEffect(() => {
    let isUnmounted = false
    const poll = async () => {
      const next = await read()
      if (!isUnmounted) setValue(next)
    }
    void poll()
    const timer = window.setInterval(() => void poll(), intervalMs)
    return () => {
      isUnmounted = true
      window.clearInterval(timer)
    }
  }, [intervalMs])
  return value
}
