import { useEffect, useMemo, useState } from 'react'
import { createPortal } from 'react-dom'
import type { ExhibitContext } from '../exhibit-context.ts'
import type { VisitStatistics } from '../statistics/visit-statistics.ts'
import { watchStaffGesture } from './corner-gesture.ts'
import { createStaffContext } from './staff-context.ts'
import { StaffDialog } from './staff-dialog.tsx'

/** What happens in the panel is no visitor's doing: nothing outside it hears of it. */
const CONTAINED_EVENTS = [
  ...['pointerdown', 'pointermove', 'pointerup', 'mousedown', 'mouseup', 'click', 'touchstart', 'touchend'],
  ...['wheel', 'keydown', 'keyup'],
]

/** A hidden gesture opens the staff's panel. */
export function StaffEntry({
  exhibitContext,
  statistics,
}: {
  exhibitContext: ExhibitContext
  statistics: VisitStatistics
}) {
  const [open, setOpen] = useState(false)
  const staffContext = useMemo(() => createStaffContext(exhibitContext, statistics), [exhibitContext, statistics])
  const container = useMemo(() => document.createElement('div'), [])
  useEffect(() => watchStaffGesture(exhibitContext.visitController, () => setOpen(true)), [exhibitContext])
  useEffect(() => {
    const stopPropagation = (event: Event) => event.stopPropagation()
    container.dataset.theme = 'staff'
    document.body.append(container)
    for (const name of CONTAINED_EVENTS) container.addEventListener(name, stopPropagation)
    return () => container.remove()
  }, [container])
  return open && createPortal(<StaffDialog staffContext={staffContext} close={() => setOpen(false)} />, container)
}
