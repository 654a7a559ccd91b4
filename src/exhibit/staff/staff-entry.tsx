import { useEffect, useMemo, useState } from 'react'
import { createPortal } from 'react-dom'
import type { Piece } from '../exhibit-context.ts'
import type { Counting } from '../statistics/visit-statistics.ts'
import { watchDoor } from './corner-gesture.ts'
import { createDesk } from './staff-context.ts'
import { StaffDialog } from './staff-dialog.tsx'
import './staff.css'
import './staff-panel.css'

/** What happens in the panel is no visitor's doing: nothing outside it hears of it. */
const OWN = [
  ...['pointerdown', 'pointermove', 'pointerup', 'mousedown', 'mouseup', 'click', 'touchstart', 'touchend'],
  ...['wheel', 'keydown', 'keyup'],
]

/** A hidden gesture opens the staff's panel. */
export function StaffDoor({ piece, counting }: { piece: Piece; counting: Counting }) {
  const [open, setOpen] = useState(false)
  const desk = useMemo(() => createDesk(piece, counting), [piece, counting])
  const place = useMemo(() => document.createElement('div'), [])
  useEffect(() => watchDoor(piece.flow, () => setOpen(true)), [piece])
  useEffect(() => {
    const keep = (event: Event) => event.stopPropagation()
    place.className = 'staff'
    document.body.append(place)
    for (const name of OWN) place.addEventListener(name, keep)
    return () => place.remove()
  }, [place])
  return open && createPortal(<StaffDialog desk={desk} close={() => setOpen(false)} />, place)
}
