import { Ar } from '../ar/ar-session.ts'
import { createShadowView } from '../ar/ground-shadow.ts'
import { Gaze } from '../input/gaze-pointer.ts'
import { Hands } from '../input/xr-input.ts'
import { Locomotion } from '../locomotion/stick-locomotion.ts'
import type { Room } from '../state/ui-store.ts'
import { createBoxesView } from './boxes.ts'
import { CaptionView } from './caption-plate.ts'
import { LabelView } from './chunk-label.ts'
import { Looks } from './chunk-texture.ts'
import { AirView } from './environment.ts'
import { LightsView } from './glow.ts'
import { Ribbon } from './path-ribbon.ts'
import { ThreadsView } from './trails.ts'
import { VignetteView } from './vignette.ts'
import { InputsView } from './xr-input-view.ts'

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
