import { Hands } from './hands.ts'
import { Locomotion } from './locomotion.ts'
import type { Room } from './room.ts'
import { AirView } from './view/air.ts'
import { createBoxesView } from './view/boxes.ts'
import { DustView } from './view/dust.ts'
import { createFloorLightView, createHaloView } from './view/light.ts'
import { createPathView } from './view/path.ts'
import { ThreadsView } from './view/threads.ts'
import { VignetteView } from './view/vignette.ts'

/** Everything that is drawn, made once; none of it knows the others. */
export function createViews(room: Room) {
  const { live, actions } = room
  const locomotion = new Locomotion(room)
  const views = {
    air: new AirView(live),
    boxes: createBoxesView(live),
    path: createPathView(live),
    halos: createHaloView(live),
    floorLight: createFloorLightView(live),
    threads: new ThreadsView(live),
    dust: new DustView(),
    vignette: new VignetteView(live),
    locomotion,
  }
  return {
    ...views,
    hands: new Hands(live, actions, locomotion),
    dispose: () => {
      for (const view of Object.values(views)) view.dispose()
    },
  }
}

export type RoomViews = ReturnType<typeof createViews>
