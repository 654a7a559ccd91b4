import type { Page } from 'playwright-core'

/** Longer than any wait of a passing test, also on a machine that runs other programs. */
export const WAIT_TIMEOUT_MS = 60_000

export type Point = [x: number, y: number, z: number]

/** What window.songwalk.snapshot() promises to outside tests; kept apart from src/ on purpose: it is the contract. */
export interface Snapshot {
  phase: 'empty' | 'decoding' | 'analyzing' | 'ready' | 'error'
  stage: string | null
  progress: number
  error: string | null
  title: string | null
  chunks: number
  playing: boolean
  time: number
  mode: string
  sounding: number[]
  voices: { chunk: number; position: Point }[]
  ear: { position: Point; forward: Point }
  held: number | null
  holding: number[]
  selected: number | null
  hovered: number | null
  pointer: {
    kind: 'controller' | 'hand' | 'gaze' | 'mouse' | 'touch'
    hand: 'left' | 'right' | 'none'
    origin: Point
    direction: Point
    chunk: number | null
  } | null
  label: string | null
  session: 'vr' | 'ar' | null
  placement: { position: Point; yaw: number; scale: number }
  /** Where a teleport would land now. */
  landing: Point | null
  /** How far the view has narrowed, 0-1. */
  vignette: number
  /** How dark the view is, 0-1: on arrival, and in a teleport. */
  darkness: number
  caption: string | null
  frame: { count: number; drawCalls: number; triangles: number; scriptMs: number; qualityStep: number }
}

interface DebugWindow {
  songwalk?: { snapshot(): Snapshot; locate(chunk: number): { cloud: Point; path: Point } }
}

/** @throws {Error} where the page has no inspection handle (yet). */
export async function readSnapshot(page: Page): Promise<Snapshot> {
  const now = await page.evaluate(() => (window as unknown as DebugWindow).songwalk?.snapshot() ?? null)
  if (!now) throw new Error('The page has no window.songwalk.')
  return now
}

/** World coordinates of a chunk's two boxes now. */
export async function locateChunk(page: Page, chunk: number): Promise<{ cloud: Point; path: Point }> {
  const place = await page.evaluate((i) => (window as unknown as DebugWindow).songwalk?.locate(i) ?? null, chunk)
  if (!place) throw new Error('The page has no window.songwalk.')
  return place
}

/**
 * Polls in the page, also between slow frames, until `accept` likes a snapshot, and returns that one.
 * `accept` runs in the page: it sees its two parameters and nothing else of the test.
 * @throws {Error} after `timeout` ms, with the last snapshot.
 */
export async function waitForSnapshot<T>(
  page: Page,
  accept: (now: Snapshot, given: T) => boolean,
  { given, timeout = WAIT_TIMEOUT_MS }: { given?: T; timeout?: number } = {},
): Promise<Snapshot> {
  const source = accept.toString()
  const expression = `(() => {
    const now = window.songwalk?.snapshot()
    return now && (${source})(now, ${JSON.stringify(given) ?? 'undefined'}) ? now : null
  })()`
  try {
    const accepted = await page.waitForFunction(expression, undefined, { polling: 10, timeout })
    return (await accepted.jsonValue()) as Snapshot
  } catch (error) {
    const last = await page.evaluate(() => (window as unknown as DebugWindow).songwalk?.snapshot() ?? null)
    throw new Error(`${(error as Error).message}\nWaited for: ${source}\nLast snapshot: ${JSON.stringify(last)}`)
  }
}

/** Lets the page draw `count` frames (of the session, where one runs: the emulator's frames follow the window's). */
export function waitFrames(page: Page, count: number): Promise<void> {
  return page.evaluate(
    (left) =>
      new Promise<void>((resolve) => {
        const next = () => (left-- > 0 ? requestAnimationFrame(next) : resolve())
        next()
      }),
    count,
  )
}
