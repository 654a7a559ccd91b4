import type { RootState } from '@react-three/fiber'
import type { Room } from '../room.ts'
import type { Seat } from '../seat.ts'
import type { RoomViews } from '../views.ts'
import { carryBoxes, easeLooks, placeEar, placeVoices, readPlayhead, unfoldForm } from './boxes.ts'
import { seatPanel } from './panel.ts'
import { moveVisitor, readEar, seatViewer } from './visitor.ts'

/** The order of a frame: sound first, then the boxes, then the visitor, then what is heard, then what is seen. */
export function stepFrame(
  room: Room,
  views: RoomViews,
  seat: Seat,
  state: RootState,
  dt: number,
  xrFrame: XRFrame | undefined,
): void {
  const { live } = room
  readPlayhead(live)
  unfoldForm(live, dt)
  views.hands.follow(xrFrame, state.gl.xr)
  carryBoxes(live, dt)
  easeLooks(live, dt)
  moveVisitor(room, dt)
  seatViewer(room, seat, state.camera, dt, xrFrame)
  readEar(live, state, xrFrame)
  seatPanel(live, dt)
  placeVoices(live)
  placeEar(live)
  views.air.paint(dt)
  views.boxes.paint()
  views.path.paint()
  views.halos.paint()
  views.floorLight.paint()
  views.threads.paint(dt)
  views.dust.paint(dt, live.reducedMotion)
}

export function countFrame({ live }: Room, gl: RootState['gl']): void {
  live.frame.count++
  live.frame.drawCalls = gl.info.render.calls
  live.frame.triangles = gl.info.render.triangles
}
