import { useEffect, useMemo, useState } from 'react'
import { createPortal } from 'react-dom'
import { useStore } from 'zustand'
import { waitUntilIdle } from '../../shared/wait-until-idle.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import { watchCornerGesture } from './corner-gesture.ts'
import type { StaffContext } from './staff-context.ts'
import { staffDialogPart } from './staff-dialog-part.ts'

/** Events in the panel are not a visitor's: they do not reach the page. */
const CONTAINED_EVENTS = [
  ...['pointerdown', 'pointermove', 'pointerup', 'mousedown', 'mouseup', 'click', 'touchstart', 'touchend'],
  ...['wheel', 'keydown', 'keyup'],
]

/** Opens the staff panel at the corner gesture. */
export function StaffEntry({ staffContext }: { staffContext: StaffContext }) {
  const { exhibitContext } = staffContext
  const [open, setOpen] = useState(false)
  const StaffDialog = useStore(staffDialogPart.store, ({ part }) => part)
  useEffect(() => prefetchStaffDialog(exhibitContext), [exhibitContext])
  useEffect(() => {
    if (open) staffDialogPart.load().catch(() => setOpen(false))
  }, [open])
  const container = useMemo(() => document.createElement('div'), [])
  useEffect(() => watchCornerGesture(exhibitContext.visitController, () => setOpen(true)), [exhibitContext])
  useEffect(() => {
    const stopPropagation = (event: Event) => event.stopPropagation()
    container.dataset.theme = 'staff'
    document.body.append(container)
    for (const name of CONTAINED_EVENTS) container.addEventListener(name, stopPropagation)
    return () => container.remove()
  }, [container])
  if (!open || !StaffDialog) return null
  return createPortal(<StaffDialog staffContext={staffContext} close={() => setOpen(false)} />, container)
}

/**
 * Loads the panel once the first song is shown.
 * @returns stops waiting for it
 */
function prefetchStaffDialog({ session: { store } }: ExhibitContext): () => void {
  const prefetch = async () => {
    await waitUntilIdle()
    // What fails is loaded when it is used.
    await staffDialogPart.load().catch(() => {})
  }
  const unsubscribe = store.subscribe(({ phase }) => {
    if (phase !== 'ready') return
    unsubscribe()
    void prefetch()
  })
  return unsubscribe
}
