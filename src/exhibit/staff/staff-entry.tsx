import { useEffect, useMemo, useState } from 'react'
import { createPortal } from 'react-dom'
import type { ExhibitContext } from '../exhibit-context.ts'
import type { VisitStatistics } from '../statistics/visit-statistics.ts'
import { watchCornerGesture } from './corner-gesture.ts'
import { createStaffContext } from './staff-context.ts'
import { StaffDialog } from './staff-dialog.tsx'

/** Events in the panel are not a visitor's: they do not reach the page. */
const CONTAINED_EVENTS = [
  ...['pointerdown', 'pointermove', 'pointerup', 'mousedown', 'mouseup', 'click', 'touchstart', 'touchend'],
  ...['wheel', 'keydown', 'keyup'],
]

/** Opens the staff panel at the corner gesture. */
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
  useEffect(() => watchCornerGesture(exhibitContext.visitController, () => setOpen(true)), [exhibitContext])
  useEffect(() => {
    const stopPropagation = (event: Event) => event.stopPropagation()
    container.dataset.theme = 'staff'
    document.body.append(container)
    for (const name of CONTAINED_EVENTS) container.addEventListener(name, stopPropagation)
    return () => container.remove()
  }, [container])
  return open && createPortal(<StaffDialog staffContext={staffContext} close={() => setOpen(false)} />, container)
}
