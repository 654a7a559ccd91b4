import { useStore } from 'zustand'
import type { Session } from '../session/session.ts'

/** One clear sentence, until it is put away or the next song is opened. */
export function ErrorNote({ session }: { session: Session }) {
  const error = useStore(session.store, (state) => state.error)
  if (error === null) return null
  return (
    <div className="error" role="alert">
      <p>{error}</p>
      <button type="button" onClick={() => session.setError(null)}>
        Close
      </button>
    </div>
  )
}
