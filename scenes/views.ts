import { Gaze } from './hands/gaze.ts'
import { Hands } from './hands/hands.ts'
import { Locomotion } from './locomotion.ts'
import type { Room } from './room.ts'
import { AirView } from './view/air.ts'
import { createBoxesView } from './view/boxes.ts'
import { CaptionView } from './view/caption.ts'
import { DustView } from './view/dust.ts'
import { LabelView } from './view/label.ts'
import { createFloorLightView, createHaloView } from './view/light.ts'
import { createPathView } from './view/path.ts'
import { ThreadsView } from './view/threads.ts'
import { VignetteView } from './view/vignette.ts'

/** Everything that is drawn, made once; none of it knows the others. */
export function createViews(room: Room) {
  const { store, live, actions } = room
  const locomotion = new Locomotion(room)
  const gaze = new Gaze(live)
  const views = {
    air: new AirView(live),
    boxes: createBoxesView(live),
    path: createPathView(live),
    halos: createHaloView(live),
    floorLight: createFloorLightView(live),
    threads: new ThreadsView(live),
    dust: new DustView(),
    reticle: gaze.reticle,
    label: new LabelView(live),
    caption: new CaptionView(store, live),
    vignette: new VignetteView(live),
    locomotion,
  }
  return {
    ...views,
    gaze,
    hands: new Hands(live, actions, locomotion, gaze.aim),
    dispose: () => {
      for (const view of Object.values(views)) view.dispose()
    },
  }
}

export type RoomViews = ReturnType<typeof createViews>
