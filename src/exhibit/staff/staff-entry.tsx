import { useEffect, useMemo, useState } from 'react'
import { createPortal } from 'react-dom'
import type { ExhibitContext } from '../exhibit-context.ts'
import type { VisitStatistics } from '../statistics/visit-statistics.ts'
import { watchStaffGesture } from './corner-gesture.ts'
import { createStaffContext } from './staff-context.ts'
import { StaffDialog } from './staff-dialog.tsx'
import './staff.css'
import './staff-panel.css'

/** What happens in the panel is no visitor's doing: nothing outside it hears of it. */
const CONTAINED_EVENTS = [
  ...['pointerdown', 'pointermove', 'pointerup', 'mousedown', 'mouseup', 'click', 'touchstart', 'touchend'],
  ...['wheel', 'keydown', 'keyup'],
]

/** A hidden gesture opens the staff's panel. */
export function StaffEntry({
  exhibitContext: piece,
  statistics: counting,
}: {
  exhibitContext: ExhibitContext
  statistics: VisitStatistics
}) {
  const [open, setOpen] = useState(false)
  const desk = useMemo(() => createStaffContext(piece, counting), [piece, counting])
  const place = useMemo(() => document.createElement('div'), [])
  useEffect(() => watchStaffGesture(piece.visitController, () => setOpen(true)), [piece])
  useEffect(() => {
    const keep = (event: Event) => event.stopPropagation()
    place.className = 'staff'
    document.body.append(place)
    for (const name of CONTAINED_EVENTS) place.addEventListener(name, keep)
    return () => place.remove()
  }, [place])
  return open && createPortal(<StaffDialog staffContext={desk} close={() => setOpen(false)} />, place)
}
