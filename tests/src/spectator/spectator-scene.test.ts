import { type Camera, type Scene, Vector3, type WebGLRenderer } from 'three'
import { beforeEach, describe, expect, test } from 'vitest'
import { defaultSettings, type Song } from '../../../audio/song/song.ts'
import type { LiveMessage } from '../../../protocol/live-messages.ts'
import { songToRoom } from '../../../scenes/geometry/placement.ts'
import { createSpectatorScene, type SpectatorScene } from '../../../src/spectator/spectator-scene.ts'
import { createTimeline } from '../../../src/spectator/timeline.ts'
import { createLiveMessage } from './sample-messages.ts'

const COUNT = 40
const song: Song = {
  format: 'songwalk',
  version: 1,
  title: 'Forty',
  source: { name: 'a.wav', bytes: 1, sha256: '0'.repeat(64), duration: 4, sampleRate: 8000, channels: 1 },
  settings: defaultSettings,
  chunks: Array.from({ length: COUNT }, (_, i) => ({
    start: i / 10,
    end: (i + 1) / 10,
    features: [i],
    position: [Math.sin(i), Math.cos(i * 1.7), Math.sin(i * 2.3)],
    map: [0, 0],
    loudness: -20,
    trust: 1,
  })),
}

let scene: SpectatorScene
let renderCamera: Camera
beforeEach(() => {
  // A renderer without a graphics card.
  const renderer = {
    setSize: () => {},
    render: (_: Scene, camera: Camera) => {
      renderCamera = camera
    },
  }
  scene = createSpectatorScene(renderer as unknown as WebGLRenderer, 'rainbow')
  scene.resize(1920, 1080)
  scene.setSong({ song, spectrogram: null })
})

/** Renders a message for some seconds at 60 frames per second. */
function renderMessage(change: Partial<LiveMessage>, seconds: number): void {
  const message = createLiveMessage({ form: 1, ...change })
  const timeline = createTimeline(message)
  for (let k = 0; k <= seconds * 60; k++) scene.drawVisit(timeline.sample((k * 1000) / 60), message, true, 1 / 60)
}

describe('createSpectatorScene', () => {
  test('lights sounding chunks: the playing one by time, picked ones by message', () => {
    renderMessage({ playing: true, time: 1.05, sounding: [10, 3] }, 0.5)
    expect(scene.sounding).toEqual([15, 3])
    expect(scene.frameState.boxes.glow[15]).toBeGreaterThan(0.9)
    expect(scene.frameState.boxes.glow[3]).toBeGreaterThan(0.9)
    expect(scene.frameState.boxes.glow[10]).toBeLessThan(0.5)
    renderMessage({ playing: false, time: 1.55, sounding: [] }, 2)
    expect(Math.max(...scene.frameState.boxes.glow)).toBeLessThan(0.01)
    // The message is about another song.
    renderMessage({ sounding: [39, 40, 5000], pointer: { origin: [0, 1, 0], direction: [0, 0, -1], chunk: 77 } }, 0.1)
    expect(scene.sounding).toEqual([39])
    expect(scene.frameState.pointer.hoveredChunk).toBe(-1)
  })

  test('puts grabbed boxes where the message says, also in a placed and scaled song', () => {
    const placement: LiveMessage['placement'] = { position: [1, 0.5, -2], yaw: 1, scale: 0.4 }
    renderMessage({ placement, moved: [[7, [1.5, 1.2, 0.3]]] }, 0.2)
    const { frameState } = scene
    const roomPosition: [number, number, number] = [0, 0, 0]
    const [x, y, z] = frameState.boxes.position.subarray(21, 24) as unknown as [number, number, number]
    songToRoom(frameState.placement, x, y, z, roomPosition)
    ;[1.5, 1.2, 0.3].forEach((value, axis) => {
      expect(roomPosition[axis]).toBeCloseTo(value, 4)
    })
    // A released box floats back.
    renderMessage({ placement, moved: [] }, 8)
    expect(Math.max(...frameState.boxes.displacement.map(Math.abs))).toBeLessThan(1e-3)
  })

  test('keeps the camera’s pose in the room for any placement of the song', () => {
    const position: [number, number, number] = [1, 1.6, 0.5]
    renderMessage(
      { placement: { position: [0.5, 0.2, -1], yaw: 2, scale: 0.5 }, ear: { position, forward: [0, 0, -1] } },
      20,
    )
    const { placement } = scene.frameState
    const cameraPosition = new Vector3().setFromMatrixPosition(renderCamera.matrixWorld)
    const roomPosition: [number, number, number] = [0, 0, 0]
    songToRoom(placement, cameraPosition.x, cameraPosition.y, cameraPosition.z, roomPosition)
    scene.followCamera.position.forEach((value, axis) => {
      expect(roomPosition[axis]).toBeCloseTo(value, 5)
    })
    // The avatar is where the visitor stands, by three.js's own projection.
    const avatar = renderCamera.parent?.children.find((child) => child !== renderCamera)
    const head = new Vector3(...position)
      .applyMatrix4(avatar?.matrixWorld ?? renderCamera.matrixWorld)
      .project(renderCamera)
    expect(Math.abs(head.x)).toBeLessThan(1)
    expect(Math.abs(head.y)).toBeLessThan(1)
  })

  test('computes the path again only for another floor or layout', () => {
    const floor = { corners: [-1, -1, 1, -1, 1, 1, -1, 1], x: 0, z: 0, heading: 0, start: 0 }
    renderMessage({ floor }, 0.1)
    const {
      boxes: { generation },
    } = scene.frameState
    renderMessage({ floor: { ...floor } }, 0.1)
    expect(scene.frameState.boxes.generation).toBe(generation)
    renderMessage({ floor: { ...floor, start: 3 } }, 0.1)
    renderMessage({ floor: { ...floor, start: 3 }, layout: 'line' }, 0.1)
    expect(scene.frameState.boxes.generation).toBe(generation + 2)
    expect(scene.frameState.path.curve.layout).toBe('line')
  })

  test('shows a song of the idle loop by its own time, without an avatar', () => {
    renderMessage({ moved: [[3, [0, 1, 0]]], sounding: [3] }, 0.2)
    scene.drawIdleLoop({ songIndex: 0, form: 0.5, time: 0, playing: false }, 1 / 60)
    expect(scene.sounding).toEqual([])
    expect(scene.frameState.boxes.embedding.progress).toBe(0.5)
    for (let k = 0; k < 60; k++) scene.drawIdleLoop({ songIndex: 0, form: 1, time: 2.05, playing: true }, 1 / 60)
    expect(scene.sounding).toEqual([20])
    expect(scene.frameState.placement).toMatchObject({ x: 0, z: 0, scale: 1 })
  })
})
