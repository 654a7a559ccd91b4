import { Group, PerspectiveCamera, Scene, type WebGLRenderer } from 'three'
import { findInterval } from '../../audio/find-interval.ts'
import { easeChunkAppearance } from '../../scenes/frame/ease-chunk-appearance.ts'
import { glideForm } from '../../scenes/frame/glide-form.ts'
import { stepCastLights } from '../../scenes/frame/step-cast-lights.ts'
import { stepEmbeddingAnimation } from '../../scenes/frame/step-embedding-animation.ts'
import { stepGrabbedBoxes } from '../../scenes/frame/step-grabbed-boxes.ts'
import { applyPictureQuality, stepPictureQuality } from '../../scenes/frame/step-picture-quality.ts'
import { computeCloudRadius } from '../../scenes/geometry/cloud.ts'
import { layRoute } from '../../scenes/geometry/lay-route.ts'
import type { Palette } from '../../scenes/geometry/palette.ts'
import type { WalkingFloor } from '../../scenes/geometry/path-route.ts'
import { roomToSong, songToRoom } from '../../scenes/geometry/placement.ts'
import { createEmbeddingAnimation } from '../../scenes/state/embedding-animation.ts'
import { createFrameState, setChunks, setWalkingFloor, updatePath } from '../../scenes/state/frame-state.ts'
import { findGrabSlot, grabBox, releaseBox } from '../../scenes/state/grabbed-boxes.ts'
import { updateStretch } from '../../scenes/state/path-state.ts'
import { createBoxesView } from '../../scenes/view/boxes-view.ts'
import { CastLightUniforms } from '../../scenes/view/cast-light-uniforms.ts'
import { ChunkTexture } from '../../scenes/view/chunk-texture.ts'
import { Environment } from '../../scenes/view/environment.ts'
import { createFloorMirror } from '../../scenes/view/floor-mirror.ts'
import { createGlow } from '../../scenes/view/glow.ts'
import { Ribbon } from '../../scenes/view/ribbon.ts'
import { SpectrumTextures } from '../../scenes/view/spectrum-textures.ts'
import { Trails } from '../../scenes/view/trails.ts'
import { Avatar, type AvatarPose } from './avatar.ts'
import { AvatarArm } from './avatar-arm.ts'
import type { IdleLoopState } from './idle-loop.ts'
import { type CameraSubject, createFollowCamera, updateFollowCamera, VERTICAL_FOV_RAD } from './spectator-camera.ts'
import type { SpectatorSong } from './spectator-song-cache.ts'
import type { InterpolatedState } from './timeline.ts'

const MAX_SOUNDING_CHUNKS = 64
const FRAME_INTERVAL_S = 1 / 60
/** Distance that shows the whole song. */
const computeSongDistance = (count: number) => Math.min(15, Math.max(6.5, computeCloudRadius(count) * 3.6))
const ORIGIN = [0, 0, 0] as const
/** Height of the song's center in song coordinates. */
const SONG_CENTER_HEIGHT_M = 1.45

/**
 * The room for spectators: the same views, driven by messages instead of audio and input. Camera and avatar are in room
 * coordinates, everything else in song coordinates.
 */
export function createSpectatorScene(renderer: WebGLRenderer, palette: Palette) {
  const frameState = createFrameState()
  frameState.preferences = { ...frameState.preferences, palette }
  const chunkTexture = new ChunkTexture(frameState)
  const ribbon = new Ribbon(chunkTexture)
  const spectrum = new SpectrumTextures(frameState)
  const castLights = new CastLightUniforms(frameState)
  const environment = new Environment(frameState, spectrum, castLights)
  const boxes = createBoxesView(frameState, chunkTexture, spectrum, castLights)
  const mirror = createFloorMirror(frameState, chunkTexture)
  const glow = createGlow(frameState, chunkTexture)
  const trails = new Trails(frameState, ribbon)
  const avatarArm = new AvatarArm(frameState, ribbon)
  const avatar = new Avatar()
  const camera = new PerspectiveCamera((VERTICAL_FOV_RAD * 180) / Math.PI, 16 / 9, 0.25, 220)
  /** Maps room coordinates to song coordinates, as the XR origin does in the headset. */
  const rig = new Group()
  rig.add(camera, avatar.mesh)
  const scene = new Scene()
  scene.add(environment.mesh, boxes.mesh, mirror.mesh, glow.mesh, ribbon.mesh, rig)

  const subject = {
    visitor: null,
    forward: [0, 0, -1],
    soundingPositions: new Float32Array(MAX_SOUNDING_CHUNKS * 3),
    soundingCount: 0,
    songCenter: [0, SONG_CENTER_HEIGHT_M, 0],
    songDistance: 8,
  } satisfies CameraSubject as CameraSubject & { soundingPositions: Float32Array }
  let songDistance = 8
  const followCamera = createFollowCamera(subject.songCenter, subject.songDistance)
  const avatarPose: AvatarPose & { position: InterpolatedState['position'] } = {
    position: [0, 1.6, 0],
    forward: [0, 0, -1],
    hand: null,
    floorHeight: 0,
  }
  const point: [number, number, number] = [0, 0, 0]
  /** Indices of sounding chunks. */
  const sounding: number[] = []
  let ownChunk = -1
  let shown: SpectatorSong | null = null

  /** The path is computed again only for another floor. */
  const applyFloor = (floor: WalkingFloor | null) => {
    const { walkingFloor } = frameState.path
    const isSame =
      floor &&
      walkingFloor &&
      walkingFloor.x === floor.x &&
      walkingFloor.z === floor.z &&
      walkingFloor.heading === floor.heading &&
      walkingFloor.start === floor.start
    if (!isSame) setWalkingFloor(frameState, floor, floor && layRoute(floor))
  }

  const setPlayhead = (time: number, playing: boolean, dt: number) => {
    frameState.playhead.time = Math.min(time, frameState.boxes.chunks.at(-1)?.end ?? 0)
    frameState.playhead.chunk = findInterval(frameState.boxes.boundaries, frameState.playhead.time)
    frameState.playhead.playing = playing
    frameState.path.feet = frameState.playhead.time * frameState.path.curve.metersPerSecond
    updateStretch(frameState.path, frameState.boxes.boundaries)
    // Without audio, a decaying level stands in for each chunk.
    const since = frameState.playhead.time - (frameState.boxes.chunks[frameState.playhead.chunk]?.start ?? 0)
    const level = sounding.length > 0 ? 0.06 + 0.2 * Math.exp(-since * 5) : 0
    frameState.playhead.level += (level - frameState.playhead.level) * (1 - Math.exp(-dt * 12))
  }

  /** @param visitSounding sounding chunks at the time of the message; the playing chunk has advanced since */
  const setSoundingChunks = (visitSounding: readonly number[], messageTime: number, playing: boolean) => {
    sounding.length = 0
    const before = findInterval(frameState.boxes.boundaries, messageTime)
    if (playing) sounding.push(findInterval(frameState.boxes.boundaries, frameState.playhead.time))
    for (const chunk of visitSounding)
      if (chunk < frameState.boxes.count && !(playing && chunk === before) && !sounding.includes(chunk))
        sounding.push(chunk)
    frameState.boxes.sounding.fill(0)
    ownChunk = playing ? frameState.playhead.chunk : -1
    for (const chunk of sounding) {
      frameState.boxes.sounding[chunk] = 1
      if (chunk !== ownChunk) frameState.playhead.pickedChunk = chunk
    }
  }

  const moveGrabbedBoxes = (moved: InterpolatedState['moved']) => {
    const {
      boxes: { grabSlots: carries, position: place },
      placement,
    } = frameState
    for (let slot = 0; slot < carries.chunk.length; slot++) {
      const chunk = carries.chunk[slot] as number
      if (carries.grabbed[slot] === 1 && !moved.some((box) => box.chunk === chunk)) releaseBox(carries, chunk)
    }
    for (const { chunk, position } of moved) {
      if (chunk >= frameState.boxes.count) continue
      let slot = findGrabSlot(carries, chunk)
      if (slot < 0 || carries.grabbed[slot] !== 1) slot = grabBox(carries, chunk, place)
      roomToSong(placement, position[0], position[1], position[2], point)
      carries.target.set(point, slot * 3)
    }
  }

  const updateCamera = (dt: number) => {
    const {
      boxes: { position: place },
      placement,
    } = frameState
    const { soundingPositions: positions } = subject
    subject.soundingCount = Math.min(MAX_SOUNDING_CHUNKS, sounding.length)
    for (let k = 0; k < subject.soundingCount; k++) {
      const j = (sounding[k] as number) * 3
      songToRoom(placement, place[j] as number, place[j + 1] as number, place[j + 2] as number, point)
      positions.set(point, k * 3)
    }
    const { heartX, heartZ } = frameState.path.curve
    songToRoom(placement, heartX, SONG_CENTER_HEIGHT_M, heartZ, point)
    subject.songCenter = point
    subject.songDistance = songDistance * placement.scale
    updateFollowCamera(followCamera, subject, camera.aspect, dt)
    roomToSong(placement, ...ORIGIN, point)
    rig.position.fromArray(point)
    rig.rotation.y = -placement.yaw
    rig.scale.setScalar(1 / placement.scale)
    rig.updateMatrixWorld()
    camera.position.fromArray(followCamera.position)
    frameState.viewer.head.position = followCamera.position
    roomToSong(placement, ...followCamera.lookAt, point)
    camera.lookAt(...point)
    rig.updateMatrixWorld()
  }

  const render = (state: InterpolatedState | null, dt: number) => {
    glideForm(frameState, dt)
    stepEmbeddingAnimation(frameState, 0)
    stepGrabbedBoxes(frameState, dt)
    stepPictureQuality(frameState, dt, FRAME_INTERVAL_S)
    applyPictureQuality(frameState.stats.qualityStep, mirror, spectrum)
    easeChunkAppearance(frameState, dt)
    stepCastLights(frameState, dt)
    updateCamera(dt)
    chunkTexture.update()
    castLights.update()
    spectrum.update(shown?.spectrogram ?? null, dt)
    environment.update(dt)
    boxes.update()
    mirror.update()
    glow.update()
    trails.update(dt)
    avatarArm.paint(state?.isPointing ? state : null, dt)
    ribbon.flush()
    avatar.paint(state ? avatarPose : null, dt)
    renderer.render(scene, camera)
  }

  return {
    frameState,
    followCamera,
    camera,
    sounding,
    hasSpectrogram: () => shown?.spectrogram != null,
    /** Replaces the song. */
    setSong: (next: SpectatorSong) => {
      shown = next
      const { song } = next
      setChunks(frameState, song.chunks, computeCloudRadius(song.chunks.length))
      const still = Float32Array.from(song.chunks.flatMap(({ position }) => position))
      Object.assign(frameState.boxes.embedding, {
        ...createEmbeddingAnimation(),
        snapshots: [still],
        complete: true,
        progress: 0,
      })
      songDistance = computeSongDistance(song.chunks.length)
      sounding.length = 0
    },
    /**
     * Renders a device's state.
     * @param hasVisitor whether to show the avatar
     */
    drawVisit: (state: InterpolatedState, visitSounding: { time: number }, hasVisitor: boolean, dt: number) => {
      applyFloor(state.floor ?? null)
      if (state.layout && state.layout !== frameState.path.layout) updatePath(frameState, state.layout)
      Object.assign(frameState.placement, state.placement)
      frameState.boxes.embedding.progress = state.form
      frameState.pointer.hoveredChunk =
        hasVisitor && state.pointedChunk < frameState.boxes.count ? state.pointedChunk : -1
      setPlayhead(state.time, state.playing, dt)
      setSoundingChunks(state.sounding, visitSounding.time, state.playing)
      moveGrabbedBoxes(state.moved)
      subject.visitor = hasVisitor ? state.position : null
      subject.forward = state.forward
      avatarPose.position = state.position
      avatarPose.forward = state.forward
      avatarPose.hand = state.isPointing ? state.origin : null
      avatarPose.floorHeight = 0
      render(hasVisitor ? state : null, dt)
    },
    /** Renders a song without a device. */
    drawIdleLoop: (loop: IdleLoopState, dt: number) => {
      applyFloor(null)
      Object.assign(frameState.placement, { x: 0, y: 0, z: 0, yaw: 0, scale: 1 })
      frameState.boxes.embedding.progress = loop.form
      frameState.pointer.hoveredChunk = -1
      setPlayhead(loop.time, loop.playing, dt)
      setSoundingChunks([], 0, loop.playing)
      moveGrabbedBoxes([])
      subject.visitor = null
      render(null, dt)
    },
    resize: (width: number, height: number) => {
      renderer.setSize(width, height, false)
      camera.aspect = width / Math.max(1, height)
      camera.updateProjectionMatrix()
    },
  }
}

export type SpectatorScene = ReturnType<typeof createSpectatorScene>
