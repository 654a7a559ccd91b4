import * as v from 'valibot'
import { beforeEach, describe, expect, test } from 'vitest'
import { defaultSettings } from '../../../../audio/song/song.ts'
import { LiveMessageSchema } from '../../../../protocol/live-messages.ts'
import { computeCloudRadius } from '../../../../scenes/geometry/cloud.ts'
import { createFrameState, setChunks } from '../../../../scenes/state/frame-state.ts'
import { grabBox } from '../../../../scenes/state/grabbed-boxes.ts'
import type { SceneContext } from '../../../../scenes/state/scene-context.ts'
import { createSceneServices } from '../../../../scenes/state/scene-services.ts'
import type { VisitStatus } from '../../../../src/exhibit/exhibit-context.ts'
import { createLiveMessageWriter } from '../../../../src/exhibit/live/live-message-writer.ts'
import { createUiStore } from '../../../../src/session/create-ui-store.ts'
import { createPendingPlayback } from '../../../../src/session/pending-playback.ts'

const chunks = Array.from({ length: 30 }, (_, i) => ({ start: i / 10, end: (i + 1) / 10, loudness: -20 }))
const visitStatus: VisitStatus = {
  scene: 'free',
  language: 'en',
  song: '0000000000000030',
  visit: 1,
  until: null,
  headset: true,
}
let sceneContext: SceneContext
let writer: ReturnType<typeof createLiveMessageWriter>
beforeEach(() => {
  const frameState = createFrameState()
  setChunks(frameState, chunks, computeCloudRadius(30))
  const services = createSceneServices()
  services.playback = createPendingPlayback(chunks)
  sceneContext = { frameState, services, store: createUiStore(defaultSettings), actions: {} as SceneContext['actions'] }
  writer = createLiveMessageWriter(sceneContext, () => visitStatus, 'hall')
})
const next = (now: number) => writer.next(now, now + 1e6)

describe('createLiveMessageWriter', () => {
  test('writes messages that the schema accepts', () => {
    const { frameState } = sceneContext
    frameState.viewer.head.position = [0.123456, 1.6, Number.NaN]
    Object.assign(frameState.pointer.active, { kind: 'controller', origin: [1, 1, 1], chunk: 4 })
    grabBox(frameState.boxes.grabSlots, 7, frameState.boxes.position)
    frameState.path.walkingFloor = { corners: [-1, -1, 1, -1, 1, 1], x: 0, z: 0, heading: 0, start: 2 }
    const message = next(0)
    const parsed = v.parse(LiveMessageSchema, JSON.parse(JSON.stringify(message)))
    expect(parsed).toEqual(message)
    expect(parsed).toMatchObject({
      at: 1e6,
      device: 'hall',
      song: '0000000000000030',
      ear: { position: [0.1235, 1.6, 0] },
      pointer: { origin: [1, 1, 1], chunk: 4 },
      moved: [[7, [expect.any(Number), expect.any(Number), expect.any(Number)]]],
    })
  })

  test('writes at most 46 messages per second while a visitor moves', () => {
    let count = 0
    for (let now = 0; now < 10_000; now += 11) {
      sceneContext.frameState.viewer.head.position[0] = now / 1000
      if (next(now)) count++
    }
    expect(count).toBeGreaterThan(400)
    expect(count).toBeLessThanOrEqual(460)
  })

  test('writes two messages per second without a visitor, wherever the camera moves', () => {
    const attractWriter = createLiveMessageWriter(sceneContext, () => ({ ...visitStatus, scene: 'attract' }), 'hall')
    let count = 0
    for (let now = 0; now < 10_000; now += 11) {
      sceneContext.frameState.viewer.head.position[0] = now / 1000
      if (attractWriter.next(now, now)) count++
    }
    expect(count).toBeLessThanOrEqual(21)
  })

  test('writes two messages per second while nothing changes, and one at once when something does', () => {
    let count = 0
    for (let now = 0; now < 10_000; now += 11) if (next(now)) count++
    expect(count).toBeGreaterThanOrEqual(18)
    expect(count).toBeLessThanOrEqual(21)
    next(20_000)
    expect(next(20_100)).toBeNull()
    sceneContext.frameState.pointer.active.kind = 'controller'
    expect(next(20_111)?.pointer).not.toBeNull()
    sceneContext.frameState.pointer.active.chunk = 3
    expect(next(20_122)).toBeNull()
    expect(next(20_155)?.pointer?.chunk).toBe(3)
  })

  test('writes no message for normal playback, and one for a seek', () => {
    let time = 0
    const playback = { ...createPendingPlayback(chunks), playing: true, time: () => time }
    sceneContext.services.playback = playback
    expect(next(0)?.playing).toBe(true)
    let count = 0
    for (let now = 11; now < 490; now += 11) {
      time = now / 1000
      if (next(now)) count++
    }
    expect(count).toBe(0)
    time = 2
    expect(next(495)?.time).toBe(2)
  })

  test('writes positions of grabbed and released boxes until they are back in place', () => {
    const { frameState } = sceneContext
    grabBox(frameState.boxes.grabSlots, 7, frameState.boxes.position)
    expect(next(0)?.moved).toHaveLength(1)
    frameState.boxes.grabSlots.grabbed.fill(0)
    frameState.boxes.position[21] = 1
    expect(next(100)?.moved[0]?.[1][0]).toBe(1)
    frameState.boxes.grabSlots.chunk.fill(-1)
    expect(next(200)?.moved).toEqual([])
  })
})
