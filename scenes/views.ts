import { Ar } from './ar/ar.ts'
import { createShadowView } from './ar/shadow.ts'
import { Gaze } from './hands/gaze.ts'
import { Hands } from './hands/hands.ts'
import { Locomotion } from './locomotion.ts'
import type { Room } from './room.ts'
import { AirView } from './view/air.ts'
import { createBoxesView } from './view/boxes.ts'
import { CaptionView } from './view/caption.ts'
import { InputsView } from './view/inputs.ts'
import { LabelView } from './view/label.ts'
import { LightsView } from './view/lights.ts'
import { Looks } from './view/looks.ts'
import { Ribbon } from './view/ribbon.ts'
import { ThreadsView } from './view/threads.ts'
import { VignetteView } from './view/vignette.ts'

/** Everything that is drawn, made once; none of it knows the others. */
export function createViews(room: Room) {
  const { store, live, actions } = room
  const looks = new Looks(live)
  const ribbon = new Ribbon(looks)
  const locomotion = new Locomotion(room)
  const gaze = new Gaze(live)
  const views = {
    looks,
    air: new AirView(live),
    boxes: createBoxesView(live, looks),
    lights: new LightsView(live, looks),
    inputs: new InputsView(live, ribbon),
    ribbon,
    shadow: createShadowView(live, looks),
    ar: new Ar(room),
    reticle: gaze.reticle,
    label: new LabelView(live),
    caption: new CaptionView(store, live),
    vignette: new VignetteView(live),
    locomotion,
  }
  return {
    ...views,
    threads: new ThreadsView(live, ribbon),
    gaze,
    hands: new Hands(live, actions, locomotion, gaze.aim),
    dispose: () => {
      for (const view of Object.values(views)) view.dispose()
    },
  }
}

export type RoomViews = ReturnType<typeof createViews>
