import type { Seconds } from '../../audio/units.ts'
import { computeFilmSeed, type Shot, writeShot } from '../geometry/attract-film.ts'
import { type FrameState, prefersReducedMotion } from '../state/frame-state.ts'

/** The film between visits: it begins anew with every song, whose own cuts decide its shots. */
export type Film = {
  /** Cuts of the song that is filmed. */
  boundaries: Float64Array | null
  seed: number
  index: number
  /** Since the shot began. */
  time: Seconds
  shot: Shot
}

export const createFilm = (): Film => ({
  boundaries: null,
  seed: 0,
  index: 0,
  time: 0,
  shot: { kind: 'far', duration: 1, azimuth: 0, drift: 0, elevation: 0, zoom: 1, share: 0 },
})

/** Goes on with the film by `dt`. @returns whether there is one: not for visitors who asked for calm. */
export function stepFilm(film: Film, frameState: FrameState, dt: Seconds): boolean {
  const { boxes, viewer } = frameState
  if (!viewer.isFilmed || boxes.count === 0 || prefersReducedMotion(frameState)) {
    film.boundaries = null
    return false
  }
  film.time += dt
  const isNew = film.boundaries !== boxes.boundaries
  if (isNew) {
    film.boundaries = boxes.boundaries
    film.seed = computeFilmSeed(boxes.boundaries)
    film.index = 0
  } else if (film.time > film.shot.duration) film.index++
  else return true
  film.time = 0
  writeShot(film.seed, film.index, film.shot)
  return true
}
