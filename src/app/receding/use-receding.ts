import { useEffect, useState } from 'react'
import type { Session } from '../../session/session.ts'
import { watchPresence } from './watch-presence.ts'

/** Whether the page has receded: it plays, and nothing was touched for a while. */
export function useReceding({ store }: Session): boolean {
  const [receded, setReceded] = useState(false)
  useEffect(() => watchPresence(store, setReceded), [store])
  return receded
}
