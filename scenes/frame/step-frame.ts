import type { RootState } from '@react-three/fiber'
import type { Seat } from '../locomotion/camera-rig.ts'
import type { Room } from '../state/ui-store.ts'
import type { RoomViews } from '../view/create-views.ts'
import { carryBoxes, easeLooks, placeEar, placeVoices, readPlayhead, unfoldForm } from './step-boxes.ts'
import { lookAround } from './step-gaze.ts'
import { seatPanel } from './step-panel.ts'
import { easeVignette, moveVisitor, readEar, readHead, seatViewer } from './step-viewer.ts'

/** The order of a frame: sound first, then the visitor, then hands and boxes, then what is heard, then what is seen. */
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
  readHead(live, state, xrFrame)
  views.locomotion.move(dt)
  moveVisitor(room, dt)
  views.ar.follow(xrFrame, state.gl.xr, dt)
  easeVignette(live, dt)
  seatViewer(room, seat, state.camera, dt, xrFrame)
  readEar(live, state, xrFrame)
  unfoldForm(live, dt)
  views.hands.follow(xrFrame, state.gl.xr)
  carryBoxes(live, dt)
  easeLooks(live, dt)
  lookAround(room, views, state, dt)
  seatPanel(live, dt)
  placeVoices(live)
  placeEar(live)
  views.looks.paint()
  views.air.paint(dt)
  views.boxes.paint()
  views.lights.paint(dt, live.reducedMotion)
  views.threads.paint(dt)
  views.inputs.paint(xrFrame, state.gl.xr)
  views.ribbon.flush()
  if (room.store.getState().ar.placed) views.shadow.paint()
  views.label.paint(dt)
  views.caption.paint(dt)
  views.vignette.paint()
}

export function countFrame({ live }: Room, gl: RootState['gl']): void {
  live.frame.count++
  live.frame.drawCalls = gl.info.render.calls
  live.frame.triangles = gl.info.render.triangles
}
