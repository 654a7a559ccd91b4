import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { LazyPart } from '../../scenes/state/lazy-part.ts'
import { toErrorMessage } from '../session/error-message.ts'
import type { Session } from '../session/session.ts'

/** A part of the page, loaded when it is first needed; null until then. A failure is shown to the visitor. */
export function useLazyPart<T>(part: LazyPart<T>, needed: boolean, session: Session, onFailure?: () => void): T | null {
  const loaded = useStore(part.store, (state) => state.part)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what follows a failure does not load the part again.
  useEffect(() => {
    if (!needed) return
    part.load().catch((error: unknown) => {
      session.setError(toErrorMessage(error))
      onFailure?.()
    })
  }, [needed, part, session])
  return needed ? loaded : null
}
