/** As many as there are voices. */
export const MAX_CAST_LIGHTS = 8

/**
 * Light that sounding boxes cast. It swells and fades more slowly than the boxes themselves, so that many short chunks
 * light the place evenly: it never flickers.
 */
export type CastLights = {
  /** MAX_CAST_LIGHTS; -1: unused. */
  chunk: Int32Array
  /** 0-1. */
  strength: Float32Array
}

export const createCastLights = (): CastLights => ({
  chunk: new Int32Array(MAX_CAST_LIGHTS).fill(-1),
  strength: new Float32Array(MAX_CAST_LIGHTS),
})
