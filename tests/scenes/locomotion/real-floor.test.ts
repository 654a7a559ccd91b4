import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { measureEdgeDistance } from '../../../scenes/geometry/floor-loop.ts'
import { layRoute } from '../../../scenes/geometry/lay-route.ts'
import { wrapAngle } from '../../../scenes/geometry/math.ts'
import { PATH_WIDTH_M } from '../../../scenes/geometry/path.ts'
import { getRoutePoint } from '../../../scenes/geometry/path-route.ts'
import { setChunks } from '../../../scenes/state/frame-state.ts'
import { someChunks } from '../sample-chunks.ts'
import { createWalker, L_SHAPE, squareOf } from './simulated-walker.ts'

const floors: [name: string, corners: number[] | null, at: [number, number]][] = [
  ['2 x 2 m', squareOf(2), [0, 0]],
  ['2 x 2 m from a corner', squareOf(2), [-0.6, 0.6]],
  ['3 x 3 m', squareOf(3), [0.4, -0.3]],
  ['an L', L_SHAPE, [-0.7, 0.7]],
  ['an L from its end', L_SHAPE, [0.9, 0.8]],
  ['no bounds', null, [0, 0]],
]

describe.each(floors)('a walker on %s', (_, corners, at) => {
  test('hears a whole song in order, at a walking pace, and stays on the floor', () => {
    const walker = createWalker(corners, 300, at)
    const { boxes, path } = walker.frameState
    const duration = boxes.boundaries[boxes.count]!
    const visited = walker.walk(duration + 4, 0.5, 0.02)
    expect(path.curve.metersPerSecond).toBeGreaterThanOrEqual(0.35)
    const heard = walker.steps.map(({ chunk }) => chunk)
    expect(heard).toEqual([...heard].sort((a, b) => a - b))
    expect(new Set(heard).size).toBeGreaterThan(boxes.count * 0.99)
    // One leaving: at the end of the song.
    expect(walker.leavings).toBeLessThanOrEqual(1)
    if (!corners) return
    for (const [x, z] of visited)
      expect(measureEdgeDistance(corners, x, z)).toBeGreaterThan(
        Math.min(0.25, measureEdgeDistance(corners, ...at)) - 0.05,
      )
  })

  test('stands on the first tile at once', () => {
    const walker = createWalker(corners, 300, at)
    walker.step()
    walker.step()
    expect(walker.steps).toEqual([{ chunk: 0, time: 0 }])
  })

  test.each([0, 3, 7.3, 20])('starts nothing while standing still after %d seconds of walking', (seconds) => {
    const walker = createWalker(corners, 300, at)
    walker.step()
    walker.walk(seconds)
    walker.stand(1.5, 0.02)
    const before = walker.steps.length
    walker.stand(20, 0.02)
    expect(walker.steps.length).toBe(before)
  })
})

describe('the path on a real floor', () => {
  test('lies inside any floor, never on itself, and its shown tiles join', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1.5, max: 5, noNaN: true }),
        fc.double({ min: 1.5, max: 5, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 60 }),
        (width, depth, x, z, seconds) => {
          const corners = squareOf(width, depth)
          const at: [number, number] = [x * (width / 2 - 0.4), z * (depth / 2 - 0.4)]
          const walker = createWalker(corners, 200, at)
          walker.step()
          walker.walk(seconds)
          const { path } = walker.frameState
          const { tiles } = path.floorPath
          const { first, count } = path.shownTiles
          expect(count).toBeGreaterThan(3)
          for (let t = first; t < first + count; t++)
            expect(measureEdgeDistance(corners, tiles.center[t * 3]!, tiles.center[t * 3 + 2]!)).toBeGreaterThan(0.2)
          // Tiles that are more than a meter apart along the path do not overlap, but where a lead-in comes to the loop.
          let overlapping = 0
          for (let a = first; a < first + count; a++)
            for (let b = a + 1; b < first + count; b++) {
              if (tiles.shape[a * 3]! === 0) continue
              const along =
                walker.frameState.boxes.boundaries[tiles.chunk[b]!]! -
                walker.frameState.boxes.boundaries[tiles.chunk[a]! + 1]!
              if (along * path.curve.metersPerSecond < 1) continue
              const apart = Math.hypot(
                tiles.center[a * 3]! - tiles.center[b * 3]!,
                tiles.center[a * 3 + 2]! - tiles.center[b * 3 + 2]!,
              )
              if (apart < PATH_WIDTH_M * 0.9) overlapping++
            }
          expect(overlapping).toBeLessThan(count * 0.3)
        },
      ),
      { numRuns: 25 },
    )
  })

  test('lies inside any floor where it is laid anew, ahead and behind', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1.5, max: 5, noNaN: true }),
        fc.double({ min: 1.5, max: 5, noNaN: true }),
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (width, depth, seconds, heading) => {
          const corners = squareOf(width, depth)
          const walker = createWalker(corners, 200)
          walker.step()
          walker.walk(seconds)
          const { path, viewer, boxes } = walker.frameState
          viewer.head.forward = [-Math.sin(heading), 0, -Math.cos(heading)]
          path.needsLaying = true
          walker.step()
          const { tiles } = path.floorPath
          const { first, count } = path.shownTiles
          for (let t = first; t < first + count; t++)
            expect(measureEdgeDistance(corners, tiles.center[t * 3]!, tiles.center[t * 3 + 2]!)).toBeGreaterThan(0.15)
          // Feet that stand in the song have something behind them, too.
          const from = boxes.boundaries[tiles.chunk[first]!]! * path.curve.metersPerSecond
          expect(from).toBeLessThan(Math.max(0.3, path.feet - 0.4))
        },
      ),
      { numRuns: 25 },
    )
  })

  test('comes along with a teleport and a turn: the same chunk is under the feet, and the real floor around them', () => {
    const corners = squareOf(2)
    const walker = createWalker(corners)
    walker.step()
    walker.walk(6)
    const { viewer, path } = walker.frameState
    const { chunk } = viewer.walk
    Object.assign(viewer.rig, { x: 3, z: -2, yaw: 0.8 })
    const [x, , z] = viewer.head.position
    walker.moveTo(3 + Math.cos(0.8) * x + Math.sin(0.8) * z, -2 - Math.sin(0.8) * x + Math.cos(0.8) * z)
    walker.stand(0.6, 0)
    expect(viewer.walk.chunk).toBe(chunk)
    const [left, top] = path.walkingFloor!.corners as [number, number]
    expect(left).toBeCloseTo(3 - Math.cos(0.8) - Math.sin(0.8), 6)
    expect(top).toBeCloseTo(-2 + Math.sin(0.8) - Math.cos(0.8), 6)
    walker.walk(5)
    expect(viewer.walk.chunk).toBeGreaterThan(chunk + 3)
  })

  test.each([
    ['2 x 2 m', squareOf(2), [-0.2, 0.1]],
    ['3 x 3 m', squareOf(3), [0.4, -0.3]],
    ['an L', L_SHAPE, [-0.7, 0.7]],
  ] as const)(
    'on %s leads back to what came before it was laid anew, to the beginning of the song',
    (_, corners, at) => {
      const walker = createWalker(corners, 300, at)
      walker.step()
      walker.walk(30)
      const { path, boxes } = walker.frameState
      path.needsLaying = true
      walker.step()
      const { start } = path.curve.route!
      walker.steps.length = 0
      const visited = walker.walk(34, 0.5, 0.02, -1)
      const heard = walker.steps.map(({ chunk }) => chunk)
      expect(heard).toEqual([...heard].sort((a, b) => b - a))
      expect(heard.at(-1)).toBe(0)
      const startChunk = boxes.boundaries.findIndex((time) => time * path.curve.metersPerSecond > start) - 1
      expect(new Set(heard).size).toBeGreaterThan(startChunk * 0.97)
      for (const [x, z] of visited) expect(measureEdgeDistance(corners, x, z)).toBeGreaterThan(0.18)
      // And on again.
      walker.walk(20)
      expect(walker.frameState.viewer.walk.chunk).toBeGreaterThan(20)
    },
  )

  test('bends gently from the middle of 2 x 2 m, whichever way one looks', () => {
    for (let k = 0; k < 8; k++) {
      const floor = { corners: squareOf(2), x: 0, z: 0, heading: (k * Math.PI) / 4, start: 0 }
      const route = layRoute(floor)!
      const points = Array.from({ length: 40 }, (_, i) => [...getRoutePoint(route, i * 0.08, new Float64Array(3))])
      for (let i = 2; i < points.length; i++) {
        const [a, b, c] = points.slice(i - 2, i + 1) as [number[], number[], number[]]
        const turn = wrapAngle(Math.atan2(c[0]! - b[0]!, c[1]! - b[1]!) - Math.atan2(b[0]! - a[0]!, b[1]! - a[1]!))
        // A half circle that just fits has 0.34 m.
        expect(0.08 / Math.abs(turn)).toBeGreaterThan(0.28)
      }
    }
  })

  test('follows what plays outside walk mode, begins at the feet in walk mode, and gives way to a ride', () => {
    const walker = createWalker(squareOf(3))
    const { path, playhead, viewer } = walker.frameState
    walker.mode = 'roam'
    Object.assign(playhead, { playing: true, time: 40 })
    walker.step()
    expect(path.stretch.from).toBeLessThanOrEqual(20)
    expect(path.stretch.to).toBeGreaterThan(20)
    Object.assign(playhead, { playing: false })
    walker.moveTo(0.9, -0.4)
    walker.step()
    walker.mode = 'walk'
    walker.step()
    walker.step()
    expect(viewer.walk.chunk).toBeGreaterThanOrEqual(0)
    walker.mode = 'ride'
    walker.step()
    expect(path.walkingFloor).toBeNull()
    expect(path.curve.route).toBeNull()
  })

  test('begins anew with another song', () => {
    const walker = createWalker(squareOf(2))
    walker.step()
    walker.walk(10)
    setChunks(walker.frameState, someChunks(100), 2)
    walker.steps.length = 0
    walker.frameState.viewer.walk.chunk = -1
    walker.step()
    walker.step()
    expect(walker.steps[0]?.chunk).toBe(0)
  })
})

describe('stepping', () => {
  /** A song of one chunk of 20 seconds between short ones. */
  const createLongWalker = () => {
    const walker = createWalker(null)
    const chunks = [...someChunks(10)]
    const start = chunks.at(-1)!.end
    setChunks(walker.frameState, [...chunks, { start, end: start + 20, loudness: -20 }], 2)
    walker.frameState.path.needsLaying = false
    return { ...walker, start, pace: walker.frameState.path.curve.metersPerSecond }
  }

  test('onto a long chunk starts it where one stands, and walking along it moves in time', () => {
    const { moveTo, step, steps, frameState, start } = createLongWalker()
    const { tiles } = frameState.path.floorPath
    const isLong = (t: number) => tiles.chunk[t] === 10
    const at = Array.from({ length: tiles.count }, (_, t) => t).filter(isLong)
    const tile = at[Math.floor(at.length / 2)]!
    moveTo(tiles.center[tile * 3]!, tiles.center[tile * 3 + 2]!)
    step()
    expect(steps.at(-1)?.chunk).toBe(10)
    expect(steps.at(-1)?.time).toBeGreaterThan(start + 9)
    expect(steps.at(-1)?.time).toBeLessThan(start + 11)
    // Backward by a meter and a half.
    for (let t = tile; t > tile - 4; t--) {
      moveTo(tiles.center[t * 3]!, tiles.center[t * 3 + 2]!)
      for (let frame = 0; frame < 30; frame++) step()
    }
    expect(Math.abs(frameState.playhead.time - (start + 10 - 3 * 0.8))).toBeLessThan(1.3)
  })

  test('off the path stops what feet play, once', () => {
    const walker = createWalker(null)
    walker.step()
    expect(walker.leavings).toBe(0)
    walker.moveTo(0.8, 0)
    walker.stand(1, 0)
    expect(walker.leavings).toBe(1)
  })
})
