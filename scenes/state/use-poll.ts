import { useEffect, useRef, useState } from 'react'

/** Often enough for a clock and a slider that move; React need not render every frame. */
const DEFAULT_INTERVAL_MS = 100

/** Calls the latest `look` at an interval while the component is mounted. */
export function usePoll(look: () => void, intervalMs = DEFAULT_INTERVAL_MS): void {
  const latest = useRef(look)
  latest.current = look
  useEffect(() => {
    const timer = window.setInterval(() => latest.current(), intervalMs)
    return () => window.clearInterval(timer)
  }, [intervalMs])
}

/** A value of the frame state for React; setting it shows a visitor's input before the next poll. */
export function usePolledValue<T>(read: () => T): [T, (value: T) => void] {
  const [value, setValue] = useState(read)
  usePoll(() => setValue(read()))
  return [value, setValue]
}
