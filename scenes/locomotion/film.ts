import type { Seconds } from '../../audio/units.ts'
import { computeFilmSeed, type Shot, writeShot, writeShotPose } from '../geometry/attract-film.ts'
import { prefersReducedMotion } from '../state/frame-state.ts'
import type { Film } from '../state/scene-services.ts'

/** The film between visits: it begins anew with every song, whose own cuts decide its shots. */
export function createFilm(): Film {
  /** Cuts of the song that is filmed. */
  let boundaries: Float64Array | null = null
  let seed = 0
  /** Since the shot began. */
  let time: Seconds = 0
  const shot: Shot = { kind: 'far', duration: 1, azimuth: 0, drift: 0, elevation: 0, zoom: 1, share: 0 }
  const film: Film = {
    shotIndex: 0,
    step: (frameState, dt, tanX, tanY, freeArea, out) => {
      const { boxes, path } = frameState
      if (boxes.count === 0 || prefersReducedMotion(frameState)) {
        boundaries = null
        return false
      }
      time += dt
      const isNew = boundaries !== boxes.boundaries
      if (isNew) {
        boundaries = boxes.boundaries
        seed = computeFilmSeed(boundaries)
      }
      if (isNew || time > shot.duration) {
        film.shotIndex = isNew ? 0 : film.shotIndex + 1
        time = 0
        writeShot(seed, film.shotIndex, shot)
      }
      writeShotPose(shot, time, boxes, path.curve, boundaries![boxes.count]!, tanX, tanY, freeArea, out)
      return true
    },
  }
  return film
}
