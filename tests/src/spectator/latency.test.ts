import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultSettings } from '../../../audio/song/song.ts'
import type { LiveMessage } from '../../../protocol/live-messages.ts'
import { createFrameState } from '../../../scenes/state/frame-state.ts'
import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import { createSceneServices } from '../../../scenes/state/scene-services.ts'
import { createLiveMessageWriter } from '../../../src/exhibit/live/live-message-writer.ts'
import { createUiStore } from '../../../src/session/create-ui-store.ts'
import { createTimeline, type Timeline } from '../../../src/spectator/timeline.ts'

/** Intervals in milliseconds: polls of the writer, frames of the headset, frames of the spectator. */
const [SEND_POLL_MS, HEADSET_FRAME_MS, SCREEN_FRAME_MS] = [11, 1000 / 72, 1000 / 60]

/**
 * Simulates one machine without reading clocks: a visitor walks one meter per second and points at a box after three
 * seconds; every message takes `transit`.
 * @param phase delay of the spectator's frames after the headset's
 */
function run(phase: number, transit: (k: number) => number, pointedAt: number) {
  const frameState = createFrameState()
  const sceneContext: SceneContext = {
    frameState,
    store: createUiStore(defaultSettings),
    services: createSceneServices(),
    actions: {} as SceneContext['actions'],
  }
  const writer = createLiveMessageWriter(sceneContext, () => ({ scene: 'free', song: null }) as never, 'hall')
  const inTransit: { due: number; message: LiveMessage }[] = []
  const delays: number[] = []
  let timeline: Timeline | null = null
  let pointedShownAt = Number.POSITIVE_INFINITY
  let [frame, nextPoll, drawn, sent] = [0, 3, phase, 0]
  for (let now = 0; now < 5000; now = Math.min(frame, nextPoll, drawn)) {
    if (now === frame) {
      frameState.viewer.head.position[0] = now / 1000
      if (now >= pointedAt) Object.assign(frameState.pointer.active, { kind: 'controller', chunk: 4 })
      frame += HEADSET_FRAME_MS
    } else if (now === nextPoll) {
      const message = writer.next(now, now)
      if (message) inTransit.push({ due: now + transit(sent++), message: structuredClone(message) })
      nextPoll += SEND_POLL_MS
    } else {
      while (inTransit[0] && inTransit[0].due <= now) {
        const { message } = inTransit.shift() as (typeof inTransit)[number]
        if (timeline) timeline.addMessage(message, now)
        else timeline = createTimeline(message)
      }
      const state = timeline?.sample(now)
      if (state && now > 500) delays.push(now - state.position[0] * 1000)
      if (state?.pointedChunk === 4) pointedShownAt = Math.min(pointedShownAt, now)
      drawn += SCREEN_FRAME_MS
    }
  }
  delays.sort((a, b) => a - b)
  return {
    median: delays[delays.length >> 1] as number,
    worst: delays.at(-1) as number,
    pointed: pointedShownAt - pointedAt,
  }
}

test('on one machine the spectator is less than 100 ms behind at any moment', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: SCREEN_FRAME_MS - 0.1, noNaN: true }),
      fc.array(fc.double({ min: 0.3, max: 8, noNaN: true }), { minLength: 20, maxLength: 20 }),
      fc.double({ min: 3000, max: 3100, noNaN: true }),
      (phase, transits, pointedAt) => {
        const {
          median,
          worst: maximum,
          pointed,
        } = run(phase, (k) => transits[k % transits.length] as number, pointedAt)
        expect(median).toBeLessThan(75)
        expect(maximum).toBeLessThan(100)
        expect(pointed).toBeLessThan(100)
      },
    ),
    { numRuns: 30 },
  )
})
