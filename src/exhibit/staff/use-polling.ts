import { useEffect, useState } from 'react'

/** Asks at once and again every so many milliseconds, as long as it is shown. Undefined until the first answer. */
export function usePolling<T>(ask: () => T | Promise<T>, every: number): T | undefined {
  const [answer, setAnswer] = useState<T>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked is the same as long as it is shown
  useEffect(() => {
    let gone = false
    const look = async () => {
      const now = await ask()
      if (!gone) setAnswer(now)
    }
    void look()
    const timer = window.setInterval(() => void look(), every)
    return () => {
      gone = true
      window.clearInterval(timer)
    }
  }, [every])
  return answer
}
