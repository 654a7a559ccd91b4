import { HOLLOW_TRUST, SOLID_TRUST } from '../geometry/trust.ts'
import { CHUNK_TEXTURE_WIDTH } from './chunk-texture.ts'

/** Shared by all materials of the room: the air between the eye and things, and the way light is shown. */
export const ENVIRONMENT_GLSL = /* glsl */ `
  const vec3 HORIZON = vec3(0.0026, 0.0033, 0.0066);
  // How bright the real room is, in AR; 0 wherever the air is ours.
  uniform float daylight;
  // Exponential-squared fog, clear at arm's length, deep beyond the cloud. Real air is clear.
  float clarity(float distance) { float d = distance * 0.042; return daylight > 0.0 ? 1.0 : exp(-d * d); }
  // Soft shoulder per color, so that bright light bleaches instead of clipping.
  vec3 expose(vec3 light) { return 1.0 - exp(-light * 1.35); }
  // Added light hides a bright real background a little, or it could not be seen there.
  float veil(vec3 light) { return daylight > 0.0 ? 0.85 * max(light.r, max(light.g, light.b)) : 0.0; }
`

/**
 * From the song to the eye. View space is in the room's meters; what is added to places there (halos, widths) and fog are
 * in the song's, so that a song keeps its look in any size.
 */
export const PROJECTION_GLSL = /* glsl */ `
  uniform float scale;
  vec4 viewed(vec3 place) { return vec4((viewMatrix * vec4(place, 1.0)).xyz / scale, 1.0); }
  vec4 projected(vec4 seen) { return projectionMatrix * vec4(seen.xyz * scale, 1.0); }
`

/**
 * How a chunk looks: not yet heard, heard, sounding; or, while trust is shown, how far its place can be trusted. The same
 * everywhere a chunk is shown.
 */
export const CHUNK_STATE_GLSL = /* glsl */ `
  attribute float chunk;
  attribute vec3 color;
  attribute float trust;
  uniform sampler2D chunks;
  attribute float pips;
  uniform float level;
  uniform int hovered;
  uniform float trustLook;
  // What changes every frame; to be read first.
  vec3 place;
  float glow;
  float heard;
  void readChunk() {
    int texel = int(chunk + 0.5) * 2;
    ivec2 at = ivec2(texel % ${CHUNK_TEXTURE_WIDTH}, texel / ${CHUNK_TEXTURE_WIDTH});
    vec4 now = texelFetch(chunks, at, 0);
    place = now.xyz;
    glow = now.w;
    heard = texelFetch(chunks, at + ivec2(1, 0), 0).x;
  }
  // While trust is shown all boxes are lit as if heard, and doubt takes their light and their color away.
  float lit() { return mix(heard, 1.0, trustLook); }
  float doubt() { return trustLook * (1.0 - smoothstep(${HOLLOW_TRUST.toFixed(3)}, ${SOLID_TRUST.toFixed(3)}, trust)); }
  float attentionTo(int chunk) { return hovered == chunk ? 1.0 : 0.0; }
`

/** A box leaves its place on the path (0) and becomes a cube of the cloud (1). */
export const CLOUD_BOX_GLSL = /* glsl */ `
  attribute float edge;
  attribute vec3 pathCenter;
  attribute float yaw;
  float departed() { return smoothstep(0.0, 0.7, distance(place, pathCenter)); }
  // The sounding box breathes with the live level.
  float breath(float attention) { return 1.0 + glow * (0.12 + min(level, 0.35) * 1.4) + attention * 0.08; }
`

/** A point of a tile: both ends lie exactly on the path, so that tiles join. Headings look along -z. */
export const PATH_TILE_GLSL = /* glsl */ `
  attribute vec3 from;
  attribute vec3 to;
  attribute vec3 shape;
  // across in meters, along from 0 to 1
  vec3 onPath(float across, float along, float height) {
    vec3 end = mix(from, to, along);
    float heading = along < 0.5 ? from.z : to.z;
    return vec3(end.x + cos(heading) * across, height, end.y - sin(heading) * across);
  }
`

/** Pips as on a die, lit like edges: which sixth of the song a box belongs to, where color does not tell. */
const PIPS_GLSL = /* glsl */ `
  // A point of a box's face, of whichever side, in shares of the face's shorter side.
  vec2 onFace(vec3 corner, vec3 size) {
    vec3 at = corner * size, out9 = step(0.4999, abs(corner));
    if (out9.x > 0.5) return at.zy / min(size.z, size.y);
    if (out9.y > 0.5) return at.xz / min(size.x, size.z);
    return at.xy / min(size.x, size.y);
  }
  float pipAt(vec2 p, float count) {
    if (count < 0.5) return 0.0;
    // What is the same at all corners still comes a hair off in between.
    count = floor(count + 0.5);
    float d = mod(count, 2.0) > 0.5 ? length(p) : 9.0;
    if (count > 1.5) d = min(d, length((p.x + p.y < 0.0 ? -p : p) - vec2(0.25)));
    if (count > 3.5) d = min(d, length((p.x < p.y ? -p : p) - vec2(0.25, -0.25)));
    if (count > 5.5) d = min(d, length(vec2(abs(p.x) - 0.25, p.y)));
    // Pips smaller than a pixel fade instead of flickering.
    float pixel = length(fwidth(p));
    return (1.0 - smoothstep(0.09 - pixel * 0.5, 0.09 + pixel * 0.5, d)) * min(1.0, 0.18 / pixel);
  }
`

/** Glass with lit edges, in the three looks; doubted, it is a grey, hollow frame. */
export const GLASS_GLSL = /* glsl */ `
  ${PIPS_GLSL}
  const vec3 GREY = vec3(0.24, 0.25, 0.28);
  // rim: meters from the nearest edge of this face; facing: 1 = seen squarely; up: the normal's y.
  // look: sounding, lit, attention, doubt. pip: 1 on a pip.
  vec3 glass(vec3 own, float rim, float facing, float up, vec4 look, float pip) {
    float glow = look.x, heard = look.y * (1.0 - look.w), attention = look.z, doubt = look.w;
    vec3 color = mix(own, GREY, doubt);
    float width = fwidth(rim);
    float line = 1.0 - smoothstep(0.0, 0.0022 + width * 1.1, rim);
    float bloom = exp(-rim * 38.0);
    // The darker the more squarely one looks into it; lit from above by the air.
    float fresnel = pow(1.0 - facing, 2.5);
    float sky = 0.72 + 0.28 * up;
    // The light of a real room reaches into the glass.
    vec3 dark = color * (0.022 + 0.07 * fresnel + 0.16 * daylight) * sky;
    vec3 lit = color * (0.30 + 0.26 * fresnel + 0.16 * daylight) * sky + color * color * 0.16;
    vec3 fill = mix(dark, lit, heard);
    vec3 edges = color * mix(0.50, 1.15, heard);
    vec3 light = fill + edges * (max(line * 0.8, pip) + bloom * mix(0.24, 0.34, heard) * (1.0 - doubt));
    vec3 hot = mix(own, vec3(1.0), 0.6) * (1.7 + bloom * 1.3) * (1.0 - 0.8 * pip);
    light = mix(light, hot, glow);
    // Nor does it outshine what stands around it.
    if (daylight > 0.0) light *= 0.5 + 0.5 * daylight;
    return light + (color * 0.5 + 0.18) * attention * (0.35 + line);
  }
`
