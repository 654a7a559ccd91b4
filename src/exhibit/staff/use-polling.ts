import { useEffect, useState } from 'react'

/** Asks at once and again every so many milliseconds, as long as it is shown. Undefined until the first answer. */
export function usePolling<T>(read: () => T | Promise<T>, intervalMs: number): T | undefined {
  const [value, setValue] = useState<T>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked is the same as long as it is shown
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
