import type { Seconds } from '../../audio/units.ts'
import { type CastLights, MAX_CAST_LIGHTS } from '../state/cast-lights.ts'
import type { FrameState } from '../state/frame-state.ts'

const SWELL_RATE_PER_S = 6
const FADE_RATE_PER_S = 1.6
/** A third of the speed with reduced motion. */
const CALM_FACTOR = 0.35
const MIN_STRENGTH = 0.004

/** Gives every sounding chunk a light; a new one takes the place of the weakest that no longer sounds. */
export function stepCastLights({ boxes, viewer, lights }: FrameState, dt: Seconds): void {
  const pace = viewer.reducedMotion ? CALM_FACTOR : 1
  const swell = 1 - Math.exp(-dt * SWELL_RATE_PER_S * pace)
  const fade = Math.exp(-dt * FADE_RATE_PER_S * pace)
  const { chunk, strength } = lights
  for (let k = 0; k < MAX_CAST_LIGHTS; k++) {
    const lit = chunk[k]!
    if (lit < 0) continue
    if (lit < boxes.count && boxes.sounding[lit] === 1) strength[k]! += (1 - strength[k]!) * swell
    else strength[k]! *= fade
    if (lit >= boxes.count || strength[k]! < MIN_STRENGTH) {
      chunk[k] = -1
      strength[k] = 0
    }
  }
  for (let i = 0; i < boxes.count; i++)
    if (boxes.sounding[i] === 1 && chunk.indexOf(i) < 0) addLight(lights, boxes.sounding, i)
}

function addLight({ chunk, strength }: CastLights, sounding: Uint8Array, added: number): void {
  let weakest = -1
  for (let k = 0; k < MAX_CAST_LIGHTS; k++) {
    if (chunk[k]! >= 0 && sounding[chunk[k]!] === 1) continue
    if (weakest < 0 || strength[k]! < strength[weakest]!) weakest = k
  }
  if (weakest < 0) return
  chunk[weakest] = added
  strength[weakest] = 0
}
