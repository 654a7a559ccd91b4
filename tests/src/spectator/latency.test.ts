import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultSettings } from '../../../audio/song/song.ts'
import type { LiveMessage } from '../../../protocol/live-messages.ts'
import { createFrameState } from '../../../scenes/state/frame-state.ts'
import { createSceneServices } from '../../../scenes/state/scene-services.ts'
import type { SceneContext } from '../../../scenes/state/ui-store.ts'
import { createLiveMessageWriter } from '../../../src/exhibit/live/live-message-writer.ts'
import { createUiStore } from '../../../src/session/create-ui-store.ts'
import { createTimeline, type Timeline } from '../../../src/spectator/timeline.ts'

/** Milliseconds from look to look, in the piece; from frame to frame, in a headset and on a screen. */
const [LOOK, HEADSET, SCREEN] = [11, 1000 / 72, 1000 / 60]

/**
 * One machine: a visitor walks one meter a second and after three seconds points at a box; every message takes `transit`.
 * Clocks are told, none is read.
 * @param phase by how much the screen's frames come later than the headset's
 */
function run(phase: number, transit: (k: number) => number, pointedAt: number) {
  const frameState = createFrameState()
  const room: SceneContext = {
    frameState,
    store: createUiStore(defaultSettings),
    services: createSceneServices(),
    actions: {} as SceneContext['actions'],
  }
  const telling = createLiveMessageWriter(room, () => ({ scene: 'free', song: null }) as never, 'hall')
  const coming: { due: number; message: LiveMessage }[] = []
  const behind: number[] = []
  let timeline: Timeline | null = null
  let pointedSeen = Number.POSITIVE_INFINITY
  let [frame, look, drawn, sent] = [0, 3, phase, 0]
  for (let now = 0; now < 5000; now = Math.min(frame, look, drawn)) {
    if (now === frame) {
      frameState.viewer.head.position[0] = now / 1000
      if (now >= pointedAt) Object.assign(frameState.pointer.active, { kind: 'controller', chunk: 4 })
      frame += HEADSET
    } else if (now === look) {
      const message = telling.next(now, now)
      if (message) coming.push({ due: now + transit(sent++), message: structuredClone(message) })
      look += LOOK
    } else {
      while (coming[0] && coming[0].due <= now) {
        const { message } = coming.shift() as (typeof coming)[number]
        if (timeline) timeline.addMessage(message, now)
        else timeline = createTimeline(message)
      }
      const sight = timeline?.sample(now)
      if (sight && now > 500) behind.push(now - sight.position[0] * 1000)
      if (sight?.pointedChunk === 4) pointedSeen = Math.min(pointedSeen, now)
      drawn += SCREEN
    }
  }
  behind.sort((a, b) => a - b)
  return {
    median: behind[behind.length >> 1] as number,
    worst: behind.at(-1) as number,
    pointed: pointedSeen - pointedAt,
  }
}

test('on one machine the second screen is less than 100 ms behind, whatever the moment', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: SCREEN - 0.1, noNaN: true }),
      fc.array(fc.double({ min: 0.3, max: 8, noNaN: true }), { minLength: 20, maxLength: 20 }),
      fc.double({ min: 3000, max: 3100, noNaN: true }),
      (phase, ways, pointedAt) => {
        const { median, worst, pointed } = run(phase, (k) => ways[k % ways.length] as number, pointedAt)
        expect(median).toBeLessThan(75)
        expect(worst).toBeLessThan(100)
        expect(pointed).toBeLessThan(100)
      },
    ),
    { numRuns: 30 },
  )
})
