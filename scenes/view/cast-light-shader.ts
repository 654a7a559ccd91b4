import { MAX_CAST_LIGHTS } from '../state/cast-lights.ts'

/** Light that sounding boxes cast: on other boxes, on the path, and on the floor. */
export const CAST_LIGHT_GLSL = /* glsl */ `
  // xyz: where the light is, w: its chunk.
  uniform vec4 castPlaces[${MAX_CAST_LIGHTS}];
  uniform vec3 castColors[${MAX_CAST_LIGHTS}];
  uniform int castCount;
  // Light that reaches a face, except that of its own chunk.
  vec3 gatherCastLight(vec3 point, vec3 normal, int chunk) {
    vec3 sum = vec3(0.0);
    for (int k = 0; k < ${MAX_CAST_LIGHTS}; k++) {
      if (k >= castCount) break;
      vec3 way = castPlaces[k].xyz - point;
      float squared = dot(way, way);
      float falloff = max(0.0, 1.0 / (1.0 + squared * 4.0) - 0.025);
      float facing = 0.3 + 0.7 * max(0.0, dot(normal, way) * inversesqrt(squared + 1e-4));
      if (int(castPlaces[k].w + 0.5) != chunk) sum += castColors[k] * falloff * facing;
    }
    return sum;
  }
  // What the floor shows of the lights: a soft pool below each, and a streak towards the eye where it is mirrored.
  vec3 gatherFloorLight(vec3 point, vec3 direction) {
    vec3 mirrored = vec3(direction.x, -direction.y, direction.z);
    vec3 sum = vec3(0.0);
    for (int k = 0; k < ${MAX_CAST_LIGHTS}; k++) {
      if (k >= castCount) break;
      vec3 way = castPlaces[k].xyz - point;
      float squared = dot(way, way);
      float pool = max(0.05, way.y) * inversesqrt(squared + 0.08) / (squared + 0.6);
      float gloss = max(0.0, dot(mirrored, way) * inversesqrt(squared + 1e-4));
      gloss *= gloss; gloss *= gloss; gloss *= gloss; gloss *= gloss; gloss *= gloss;
      sum += castColors[k] * (pool * 0.016 + gloss * gloss * gloss * 0.05 * exp(-castPlaces[k].y * 0.25));
    }
    return sum;
  }
`
