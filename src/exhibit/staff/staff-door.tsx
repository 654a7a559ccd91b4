import { useEffect, useMemo, useState } from 'react'
import { createPortal } from 'react-dom'
import type { Counting } from '../counting/count-visits.ts'
import type { Piece } from '../piece.ts'
import { createDesk } from './desk.ts'
import { watchDoor } from './gesture.ts'
import { StaffDialog } from './staff-dialog.tsx'
import '../../styles/staff.css'
import '../../styles/staff-panel.css'

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
